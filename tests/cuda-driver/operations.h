#pragma once
#include "instruction.h"

#include <string>

/// Instructions that compute lane by lane, by their PTX names.
/// @return null where there is no such instruction.
Handler findOperation(const std::string &name);

// Instructions that move memory or work as a warp.
void loadParameter(Warp &, const Instruction &);
void loadShared(Warp &, const Instruction &);
void storeShared(Warp &, const Instruction &);
void loadGlobal(Warp &, const Instruction &);
void storeGlobal(Warp &, const Instruction &);
void loadMatrix(Warp &, const Instruction &);
void multiplyMatrices(Warp &, const Instruction &);
void copyAsync(Warp &, const Instruction &);
void commitCopies(Warp &, const Instruction &);
void awaitCopies(Warp &, const Instruction &);
