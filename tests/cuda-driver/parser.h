#pragma once
#include "instruction.h"

#include <map>
#include <memory>
#include <string>

/// The kernels of a PTX text by their names.
using Kernels = std::map<std::string, std::unique_ptr<Kernel>>;

/// @throws std::runtime_error What is not understood; the assembler's own checks are not repeated.
Kernels parse(const std::string &text);
