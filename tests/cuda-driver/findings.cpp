#include "findings.h"

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <unordered_set>

void report(const std::string &finding)
{
    static std::mutex lock;
    static std::unordered_set<std::string> known;
    const std::lock_guard guard(lock);
    if (!known.insert(finding).second) return;
    const char *path = std::getenv("CUDA_DRIVER_FINDINGS");
    FILE *file = path ? std::fopen(path, "a") : stderr;
    if (!file) return;
    std::fprintf(file, "%s\n", finding.c_str());
    if (path) std::fclose(file);
}
