#include "operations.h"

#include "group.h"

#include <cmath>
#include <limits>
#include <map>

namespace
{
using s32 = std::int32_t;
using u32 = std::uint32_t;
using s64 = std::int64_t;
using u64 = std::uint64_t;
using f32 = float;
using f64 = double;

template <class D, class A, auto F> void one(Warp &warp, const Instruction &i)
{
    const A *a = warp.lanes<A>(i.from[0]);
    D *to = warp.lanes<D>(i.to[0]);
    warp.each([=](int lane) { to[lane] = F(a[lane]); });
}

template <class D, class A, class B, auto F> void two(Warp &warp, const Instruction &i)
{
    const A *a = warp.lanes<A>(i.from[0]);
    const B *b = warp.lanes<B>(i.from[1]);
    D *to = warp.lanes<D>(i.to[0]);
    warp.each([=](int lane) { to[lane] = F(a[lane], b[lane]); });
}

template <class D, class A, class B, class C, auto F> void three(Warp &warp, const Instruction &i)
{
    const A *a = warp.lanes<A>(i.from[0]);
    const B *b = warp.lanes<B>(i.from[1]);
    const C *c = warp.lanes<C>(i.from[2]);
    D *to = warp.lanes<D>(i.to[0]);
    warp.each([=](int lane) { to[lane] = F(a[lane], b[lane], c[lane]); });
}

template <class T> constexpr Handler copy = one<T, T, [](T a) { return a; }>;
template <class T, auto F> constexpr Handler map = one<T, T, F>;
template <class T, auto F> constexpr Handler zip = two<T, T, T, F>;
template <class D, class A> constexpr Handler convert = one<D, A, [](A a) { return static_cast<D>(a); }>;
template <class T, auto F> constexpr Handler shift = two<T, T, u32, F>;
template <class T> constexpr Handler multiplyAdd = three<T, T, T, T, [](T a, T b, T c) { return a * b + c; }>;
template <class T> constexpr Handler select = three<T, T, T, u32, [](T a, T b, u32 p) { return p ? a : b; }>;

// What a division by zero gives is not defined; this is what GPUs give.
constexpr auto divideSigned = [](s32 a, s32 b) { return b == 0 ? -1 : static_cast<s32>(static_cast<s64>(a) / b); };
constexpr auto restSigned = [](s32 a, s32 b) { return b == 0 ? a : static_cast<s32>(static_cast<s64>(a) % b); };

// A number beats NaN.
constexpr auto least = [](f32 a, f32 b) { return std::isnan(a) ? b : std::isnan(b) || a < b ? a : b; };
constexpr auto most = [](f32 a, f32 b) { return std::isnan(a) ? b : std::isnan(b) || a > b ? a : b; };

constexpr auto truncate = [](f32 a) {
    if (std::isnan(a)) return 0;
    if (a >= 2147483648.0f) return std::numeric_limits<s32>::max();
    return a <= -2147483648.0f ? std::numeric_limits<s32>::min() : static_cast<s32>(a);
};

// The formatter takes * and & of these expressions for pointers and references.
// clang-format off
#define OPERATION(parameters, expression) [] parameters { return (expression); }

const std::map<std::string, Handler> table = {
    {"add.s32", zip<u32, OPERATION((u32 a, u32 b), a + b)>},
    {"add.u32", zip<u32, OPERATION((u32 a, u32 b), a + b)>},
    {"sub.s32", zip<u32, OPERATION((u32 a, u32 b), a - b)>},
    {"sub.u32", zip<u32, OPERATION((u32 a, u32 b), a - b)>},
    {"mul.lo.s32", zip<u32, OPERATION((u32 a, u32 b), a * b)>},
    {"mul.lo.u32", zip<u32, OPERATION((u32 a, u32 b), a * b)>},
    {"mul.hi.u32", zip<u32, OPERATION((u32 a, u32 b), static_cast<u32>((static_cast<u64>(a) * b) >> 32))>},
    {"mul.wide.u32", two<u64, u32, u32, OPERATION((u32 a, u32 b), static_cast<u64>(a) * b)>},
    {"mul.wide.s32", two<s64, s32, s32, OPERATION((s32 a, s32 b), static_cast<s64>(a) * b)>},
    {"mad.lo.s32", multiplyAdd<u32>},
    {"mad.lo.u32", multiplyAdd<u32>},
    {"mad.lo.s64", multiplyAdd<u64>},
    {"mad.lo.u64", multiplyAdd<u64>},
    {"div.s32", zip<s32, divideSigned>},
    {"rem.s32", zip<s32, restSigned>},
    {"div.u32", zip<u32, OPERATION((u32 a, u32 b), b ? a / b : ~0u)>},
    {"rem.u32", zip<u32, OPERATION((u32 a, u32 b), b ? a % b : a)>},
    {"neg.s32", map<u32, OPERATION((u32 a), 0u - a)>},
    {"abs.s32", map<s32, OPERATION((s32 a), a < 0 ? -a : a)>},
    {"min.s32", zip<s32, OPERATION((s32 a, s32 b), a < b ? a : b)>},
    {"max.s32", zip<s32, OPERATION((s32 a, s32 b), a > b ? a : b)>},
    {"min.u32", zip<u32, OPERATION((u32 a, u32 b), a < b ? a : b)>},
    {"max.u32", zip<u32, OPERATION((u32 a, u32 b), a > b ? a : b)>},
    {"add.s64", zip<u64, OPERATION((u64 a, u64 b), a + b)>},
    {"add.u64", zip<u64, OPERATION((u64 a, u64 b), a + b)>},
    {"sub.s64", zip<u64, OPERATION((u64 a, u64 b), a - b)>},
    {"sub.u64", zip<u64, OPERATION((u64 a, u64 b), a - b)>},
    {"mul.lo.s64", zip<u64, OPERATION((u64 a, u64 b), a * b)>},
    {"mul.lo.u64", zip<u64, OPERATION((u64 a, u64 b), a * b)>},
    {"and.b32", zip<u32, OPERATION((u32 a, u32 b), a & b)>},
    {"and.pred", zip<u32, OPERATION((u32 a, u32 b), a & b)>},
    {"or.b32", zip<u32, OPERATION((u32 a, u32 b), a | b)>},
    {"or.pred", zip<u32, OPERATION((u32 a, u32 b), a | b)>},
    {"xor.b32", zip<u32, OPERATION((u32 a, u32 b), a ^ b)>},
    {"xor.pred", zip<u32, OPERATION((u32 a, u32 b), a ^ b)>},
    {"not.b32", map<u32, OPERATION((u32 a), ~a)>},
    {"not.pred", map<u32, OPERATION((u32 a), a ? 0u : 1u)>},
    {"and.b64", zip<u64, OPERATION((u64 a, u64 b), a & b)>},
    {"or.b64", zip<u64, OPERATION((u64 a, u64 b), a | b)>},
    {"xor.b64", zip<u64, OPERATION((u64 a, u64 b), a ^ b)>},
    {"shl.b32", shift<u32, OPERATION((u32 a, u32 n), n > 31 ? 0u : a << n)>},
    {"shl.b64", shift<u64, OPERATION((u64 a, u32 n), n > 63 ? u64{0} : a << n)>},
    {"shr.u32", shift<u32, OPERATION((u32 a, u32 n), n > 31 ? 0u : a >> n)>},
    {"shr.u64", shift<u64, OPERATION((u64 a, u32 n), n > 63 ? u64{0} : a >> n)>},
    {"shr.s32", shift<s32, OPERATION((s32 a, u32 n), a >> (n > 31 ? 31 : n))>},
    {"shr.s64", shift<s64, OPERATION((s64 a, u32 n), a >> (n > 63 ? 63 : n))>},
    {"mov.b32", copy<u32>},
    {"mov.u32", copy<u32>},
    {"mov.s32", copy<u32>},
    {"mov.f32", copy<u32>},
    {"mov.pred", copy<u32>},
    {"mov.b64", copy<u64>},
    {"mov.u64", copy<u64>},
    {"mov.f64", copy<u64>},
    {"cvta.to.global.u64", copy<u64>},
    {"cvta.to.shared.u64", copy<u64>},
    {"selp.b32", select<u32>},
    {"selp.f32", select<u32>},
    {"selp.b64", select<u64>},
    {"cvt.u64.u32", convert<u64, u32>},
    {"cvt.u32.u64", convert<u32, u64>},
    {"cvt.s64.s32", convert<s64, s32>},
    {"cvt.s32.s64", convert<s32, s64>},
    {"cvt.rn.f32.s32", convert<f32, s32>},
    {"cvt.rn.f32.u32", convert<f32, u32>},
    {"cvt.rn.f64.u32", convert<f64, u32>},
    {"cvt.rn.f32.f64", convert<f32, f64>},
    {"cvt.f64.f32", convert<f64, f32>},
    {"cvt.rzi.s32.f32", one<s32, f32, truncate>},
    {"add.f32", zip<f32, OPERATION((f32 a, f32 b), a + b)>},
    {"sub.f32", zip<f32, OPERATION((f32 a, f32 b), a - b)>},
    {"mul.f32", zip<f32, OPERATION((f32 a, f32 b), a * b)>},
    {"div.rn.f32", zip<f32, OPERATION((f32 a, f32 b), a / b)>},
    {"fma.rn.f32", three<f32, f32, f32, f32, OPERATION((f32 a, f32 b, f32 c), std::fma(a, b, c))>},
    {"min.f32", zip<f32, least>},
    {"max.f32", zip<f32, most>},
    {"neg.f32", map<f32, OPERATION((f32 a), -a)>},
    {"abs.f32", map<f32, OPERATION((f32 a), std::fabs(a))>},
    {"rcp.rn.f32", map<f32, OPERATION((f32 a), 1.0f / a)>},
    {"sqrt.rn.f32", map<f32, OPERATION((f32 a), std::sqrt(a))>},
    {"ex2.approx.f32", map<f32, OPERATION((f32 a), std::exp2(a))>},
    {"lg2.approx.f32", map<f32, OPERATION((f32 a), std::log2(a))>},
};

template <class T> Handler findComparison(const std::string &name)
{
    static const std::map<std::string, Handler> comparisons = {
        {"lt", two<u32, T, T, OPERATION((T a, T b), a < b)>},
        {"le", two<u32, T, T, OPERATION((T a, T b), a <= b)>},
        {"gt", two<u32, T, T, OPERATION((T a, T b), a > b)>},
        {"ge", two<u32, T, T, OPERATION((T a, T b), a >= b)>},
        {"eq", two<u32, T, T, OPERATION((T a, T b), a == b)>},
        {"ne", two<u32, T, T, OPERATION((T a, T b), a < b || a > b)>},
        {"lo", two<u32, T, T, OPERATION((T a, T b), a < b)>},
        {"ls", two<u32, T, T, OPERATION((T a, T b), a <= b)>},
        {"hi", two<u32, T, T, OPERATION((T a, T b), a > b)>},
        {"hs", two<u32, T, T, OPERATION((T a, T b), a >= b)>},
        // True for NaN.
        {"ltu", two<u32, T, T, OPERATION((T a, T b), !(a >= b))>},
        {"leu", two<u32, T, T, OPERATION((T a, T b), !(a > b))>},
        {"gtu", two<u32, T, T, OPERATION((T a, T b), !(a <= b))>},
        {"geu", two<u32, T, T, OPERATION((T a, T b), !(a < b))>},
        {"equ", two<u32, T, T, OPERATION((T a, T b), !(a < b || a > b))>},
        {"neu", two<u32, T, T, OPERATION((T a, T b), !(a == b))>},
    };
    const auto found = comparisons.find(name);
    return found == comparisons.end() ? nullptr : found->second;
}
} // namespace

// clang-format on

Handler findOperation(const std::string &name)
{
    if (const auto found = table.find(name); found != table.end()) return found->second;
    if (name.rfind("setp.", 0) != 0) return nullptr;
    const std::size_t dot = name.find('.', 5);
    if (dot == std::string::npos) return nullptr;
    const std::string comparison = name.substr(5, dot - 5), type = name.substr(dot + 1);
    return type == "f32"                    ? findComparison<f32>(comparison)
           : type == "s32"                  ? findComparison<s32>(comparison)
           : type == "u32" || type == "b32" ? findComparison<u32>(comparison)
           : type == "s64"                  ? findComparison<s64>(comparison)
           : type == "u64"                  ? findComparison<u64>(comparison)
                                            : nullptr;
}
