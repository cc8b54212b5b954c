#include "parser.h"

#include "operations.h"

#include <cctype>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace
{
constexpr int RegisterAlignment = 64;

std::string trim(const std::string &text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n"), last = text.find_last_not_of(" \t\r\n");
    return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

/// Parts at commas that stand outside of braces and brackets.
std::vector<std::string> split(const std::string &text)
{
    std::vector<std::string> parts(1);
    int depth = 0;
    for (const char c : text) {
        depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        if (c == ',' && depth == 0)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    for (std::string &part : parts)
        part = trim(part);
    if (parts.back().empty()) parts.pop_back();
    return parts;
}

bool startsWith(const std::string &text, const char *start) { return text.rfind(start, 0) == 0; }

/// Bytes of a type by the last digits of its name: 8 for .b64, 4 otherwise.
int widthOf(const std::string &name) { return name.size() > 2 && name.compare(name.size() - 2, 2, "64") == 0 ? 8 : 4; }

std::string withoutComments(const std::string &text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); i++) {
        if (text.compare(i, 2, "//") == 0) i = text.find('\n', i);
        if (i == std::string::npos) break;
        result += text[i];
    }
    return result;
}

/// Reads one kernel.
class KernelParser
{
public:
    explicit KernelParser(Kernel &into) : kernel(into) {}

    void parameter(const std::string &text)
    {
        int alignment = 0, bytes = 0;
        char name[128] = {}, type[16] = {};
        if (std::sscanf(text.c_str(), ".param .align %d .b8 %127[^[][%d]", &alignment, name, &bytes) != 3) {
            if (std::sscanf(text.c_str(), ".param .%15s %127s", type, name) != 2) throw std::runtime_error("parameter '" + text + "'");
            alignment = bytes = std::strchr(type, '8') ? 1 : widthOf(type);
        }
        kernel.parameterBytes = (kernel.parameterBytes + alignment - 1) / alignment * alignment;
        parameters[name] = kernel.parameterBytes;
        kernel.parameterBytes += bytes;
    }

    void body(const std::string &text)
    {
        std::string current;
        int depth = 0;
        for (const char c : text) {
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == ':' && depth == 0) {
                labels[trim(current)] = static_cast<int>(kernel.instructions.size());
                current.clear();
            } else if (c == ';') {
                statement(trim(current));
                current.clear();
            } else {
                current += c;
            }
        }
        for (const auto &[index, label] : branches) {
            const auto found = labels.find(label);
            if (found == labels.end()) throw std::runtime_error("label '" + label + "'");
            kernel.instructions[static_cast<std::size_t>(index)].target = found->second;
        }
    }

private:
    Kernel &kernel;
    std::map<std::string, int> registers, parameters, labels;
    std::map<std::string, std::uint64_t> sharedVariables;
    std::map<std::pair<std::uint64_t, int>, int> constants;
    std::vector<std::pair<int, std::string>> branches;

    int newRegister(int width)
    {
        const int offset = static_cast<int>((kernel.registers.size() + RegisterAlignment - 1) / RegisterAlignment * RegisterAlignment);
        kernel.registers.resize(static_cast<std::size_t>(offset + width * Lanes), std::byte{0xFF});
        return offset;
    }

    int constant(std::uint64_t value, int width)
    {
        const auto [found, isNew] = constants.try_emplace({value, width}, 0);
        if (isNew) {
            found->second = newRegister(width);
            for (int lane = 0; lane < Lanes; lane++)
                std::memcpy(kernel.registers.data() + found->second + lane * width, &value, static_cast<std::size_t>(width));
        }
        return found->second;
    }

    int special(const std::string &name)
    {
        static const std::map<std::string, Special> known = {
            {"%tid.x", Special::Thread}, {"%ctaid.x", Special::Group}, {"%ntid.x", Special::Threads}, {"%nctaid.x", Special::Groups},
            {"%laneid", Special::Lane},  {"%tid.y", Special::Zero},    {"%tid.z", Special::Zero},     {"%ctaid.y", Special::Zero},
            {"%ctaid.z", Special::Zero}, {"%ntid.y", Special::One},    {"%ntid.z", Special::One},     {"%nctaid.y", Special::One},
            {"%nctaid.z", Special::One},
        };
        const auto found = known.find(name);
        if (found == known.end()) throw std::runtime_error("operand '" + name + "'");
        kernel.specials.emplace_back(found->second, newRegister(4));
        return registers[name] = kernel.specials.back().second;
    }

    int operand(const std::string &text, int width)
    {
        if (text.empty()) throw std::runtime_error("an operand is missing");
        if (text[0] == '%') {
            const auto found = registers.find(text);
            return found == registers.end() ? special(text) : found->second;
        }
        if (startsWith(text, "0f") || startsWith(text, "0d")) return constant(std::strtoull(text.c_str() + 2, nullptr, 16), width);
        if (text[0] == '-') return constant(static_cast<std::uint64_t>(std::strtoll(text.c_str(), nullptr, 0)), width);
        if (std::isdigit(static_cast<unsigned char>(text[0]))) return constant(std::strtoull(text.c_str(), nullptr, 0), width);
        if (const auto found = sharedVariables.find(text); found != sharedVariables.end()) return constant(found->second, width);
        throw std::runtime_error("operand '" + text + "'");
    }

    template <std::size_t N> int vector(const std::string &text, std::array<int, N> &into, std::size_t at, int width)
    {
        const auto parts = text[0] == '{' ? split(text.substr(1, text.size() - 2)) : std::vector{text};
        if (at + parts.size() > N) throw std::runtime_error("vector '" + text + "'");
        for (std::size_t i = 0; i < parts.size(); i++)
            into[at + i] = operand(parts[i], width);
        return static_cast<int>(parts.size());
    }

    /// [base + offset], where the base is a register, a variable of shared memory or, in offset alone, a parameter.
    void address(const std::string &text, Instruction &instruction, std::size_t index)
    {
        if (text.size() < 3 || text.front() != '[' || text.back() != ']') throw std::runtime_error("address '" + text + "'");
        const std::string inner = text.substr(1, text.size() - 2);
        const std::size_t plus = inner.find('+');
        const std::string base = trim(inner.substr(0, plus));
        instruction.offset[index] = plus == std::string::npos ? 0 : std::strtoll(inner.c_str() + plus + 1, nullptr, 0);
        if (const auto found = parameters.find(base); found != parameters.end())
            instruction.offset[index] += found->second;
        else
            instruction.from[index] = operand(base, 8);
    }

    void declareRegisters(const std::string &text)
    {
        char type[16] = {}, name[64] = {};
        int count = 0;
        if (std::sscanf(text.c_str(), ".reg .%15s %63[^<]<%d>", type, name, &count) != 3) throw std::runtime_error("'" + text + "'");
        for (int i = 0; i < count; i++)
            registers[name + std::to_string(i)] = newRegister(widthOf(type));
    }

    void declareShared(const std::string &text)
    {
        int alignment = 0, bytes = 0;
        char name[128] = {};
        if (std::sscanf(text.c_str(), ".shared .align %d .b8 %127[^[][%d]", &alignment, name, &bytes) != 3)
            throw std::runtime_error("'" + text + "'");
        kernel.sharedBytes = (kernel.sharedBytes + alignment - 1) / alignment * alignment;
        sharedVariables[name] = SharedWindow + static_cast<std::uint64_t>(kernel.sharedBytes);
        kernel.sharedBytes += bytes;
    }

    void statement(const std::string &text)
    {
        if (text.empty()) return;
        if (startsWith(text, ".reg")) return declareRegisters(text);
        if (startsWith(text, ".shared")) return declareShared(text);
        Instruction instruction;
        instruction.statement = static_cast<int>(kernel.statements.size());
        std::string rest = text;
        if (text[0] == '@') {
            const std::size_t space = text.find_first_of(" \t");
            instruction.isNegated = text[1] == '!';
            instruction.predicate = operand(text.substr(instruction.isNegated ? 2 : 1, space - (instruction.isNegated ? 2 : 1)), 4);
            rest = trim(text.substr(space));
        }
        const std::size_t space = rest.find_first_of(" \t");
        const std::string name = rest.substr(0, space);
        decode(name, space == std::string::npos ? std::vector<std::string>() : split(rest.substr(space)), instruction);
        kernel.statements.push_back(rest);
        kernel.instructions.push_back(instruction);
    }

    void decode(const std::string &name, const std::vector<std::string> &operands, Instruction &instruction)
    {
        const auto at = [&](std::size_t index) {
            if (index >= operands.size()) throw std::runtime_error("'" + name + "' lacks an operand");
            return operands[index];
        };
        const int width = widthOf(name);
        instruction.width = static_cast<std::uint8_t>(width);
        if (const Handler handler = findOperation(name)) {
            instruction.handler = handler;
            instruction.to[0] = operand(at(0), width);
            const bool isShift = startsWith(name, "shl") || startsWith(name, "shr");
            for (std::size_t i = 1; i < operands.size(); i++)
                instruction.from[i - 1] = operand(operands[i], isShift && i == 2 ? 4 : width);
        } else if (startsWith(name, "ld.")) {
            instruction.handler = startsWith(name, "ld.param.")    ? loadParameter
                                  : startsWith(name, "ld.shared.") ? loadShared
                                  : startsWith(name, "ld.global.") ? loadGlobal
                                                                   : nullptr;
            if (name == "ld.param.b8" || name == "ld.param.u8") instruction.width = 1;
            instruction.count = static_cast<std::uint8_t>(vector(at(0), instruction.to, 0, width));
            address(at(1), instruction, 0);
        } else if (startsWith(name, "st.")) {
            instruction.handler = startsWith(name, "st.shared.") ? storeShared : startsWith(name, "st.global.") ? storeGlobal : nullptr;
            address(at(0), instruction, 0);
            instruction.count = static_cast<std::uint8_t>(vector(at(1), instruction.from, 1, width));
        } else if (name == "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32") {
            instruction.handler = multiplyMatrices;
            vector(at(0), instruction.to, 0, 4);
            vector(at(1), instruction.from, 0, 4);
            vector(at(2), instruction.from, 4, 4);
            vector(at(3), instruction.from, 6, 4);
        } else if (startsWith(name, "ldmatrix.sync.aligned.m8n8.x") && name.ends_with(".shared.b16")) {
            instruction.handler = loadMatrix;
            instruction.count = static_cast<std::uint8_t>(vector(at(0), instruction.to, 0, 4));
            address(at(1), instruction, 0);
        } else if (name == "cp.async.cg.shared.global" || name == "cp.async.ca.shared.global") {
            instruction.handler = copyAsync;
            address(at(0), instruction, 0);
            address(at(1), instruction, 1);
            instruction.width = static_cast<std::uint8_t>(std::strtol(at(2).c_str(), nullptr, 0));
            instruction.from[2] = operand(at(operands.size() > 3 ? 3 : 2), 4);
        } else if (name == "cp.async.commit_group") {
            instruction.handler = commitCopies;
        } else if (name == "cp.async.wait_group") {
            instruction.handler = awaitCopies;
            instruction.offset[0] = std::strtol(at(0).c_str(), nullptr, 0);
        } else if (name == "bar.sync") {
            instruction.flow = Flow::Barrier;
        } else if (name == "bra" || name == "bra.uni") {
            instruction.flow = Flow::Branch;
            instruction.isUniform = name == "bra.uni";
            branches.emplace_back(static_cast<int>(kernel.instructions.size()), at(0));
        } else if (name == "ret") {
            instruction.flow = Flow::Return;
        }
        if (!instruction.handler && instruction.flow == Flow::Next) throw std::runtime_error("instruction '" + name + "'");
    }
};
} // namespace

Kernels parse(const std::string &source)
{
    const std::string text = withoutComments(source);
    Kernels kernels;
    for (std::size_t at = 0; (at = text.find(".entry", at)) != std::string::npos;) {
        const std::size_t open = text.find('(', at), close = text.find(')', open), brace = text.find('{', close);
        if (brace == std::string::npos) throw std::runtime_error("an .entry without a body");
        std::size_t end = brace + 1;
        for (int depth = 1; depth > 0 && end < text.size(); end++)
            depth += text[end] == '{' ? 1 : text[end] == '}' ? -1 : 0;

        auto kernel = std::make_unique<Kernel>();
        kernel->name = trim(text.substr(at + 6, open - at - 6));
        const std::string bounds = text.substr(close + 1, brace - close - 1);
        if (const std::size_t most = bounds.find(".maxntid"); most != std::string::npos)
            kernel->mostThreads = std::atoi(bounds.c_str() + most + 8);
        KernelParser parser(*kernel);
        for (const std::string &parameter : split(text.substr(open + 1, close - open - 1)))
            parser.parameter(parameter);
        parser.body(text.substr(brace + 1, end - brace - 2));
        kernels[kernel->name] = std::move(kernel);
        at = end;
    }
    if (kernels.empty()) throw std::runtime_error("no .entry");
    return kernels;
}
