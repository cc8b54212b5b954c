#pragma once
#include <stdexcept>
#include <string>

/// Notes what a program must not do, each text once, as a line of the file $CUDA_DRIVER_FINDINGS (standard error without it).
void report(const std::string &finding);

/// What a GPU stops at: the launch ends, and its context is of no use any more.
struct Fault : std::runtime_error {
    using std::runtime_error::runtime_error;
};
