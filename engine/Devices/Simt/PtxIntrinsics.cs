using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;
using ILGPU.IR.Types;
using ILGPU.IR.Values;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>PTX for methods for which ILGPU has no instruction; the simulator runs their C# bodies.</summary>
internal static class PtxIntrinsics
{
    internal static void Register(Context.Builder builder)
    {
        var manager = builder.GetIntrinsicManager();
        Register(typeof(TensorCore), nameof(TensorCore.MultiplyAdd), nameof(GenerateMultiplyAdd));
        Register(typeof(AsyncCopy), nameof(AsyncCopy.Copy16), nameof(GenerateCopy16));
        Register(typeof(AsyncCopy), nameof(AsyncCopy.Copy4), nameof(GenerateCopy4));

        void Register(Type type, string method, string generator) => manager.RegisterMethod(
            type.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!,
            new PTXIntrinsic(typeof(PtxIntrinsics), generator, IntrinsicImplementationMode.GenerateCode));
    }

    private static void GenerateMultiplyAdd(PTXBackend backend, PTXCodeGenerator generator, Value value)
    {
        var call = (MethodCall)value;
        var c = (RegisterAllocator<PTXRegisterKind>.CompoundRegister)generator.Load(call[0].Resolve());
        var d = (RegisterAllocator<PTXRegisterKind>.CompoundRegister)generator.Allocate(value);
        PTXCodeGenerator.PrimitiveRegister[] a = [Operand(1), Operand(2), Operand(3), Operand(4)], b = [Operand(5), Operand(6)];
        var sums = Array.ConvertAll(
            c.SliceAs<PTXCodeGenerator.PrimitiveRegister>(0, 4),
            r => (PTXCodeGenerator.PrimitiveRegister)generator.EnsureHardwareRegister(r));
        using var command = generator.BeginCommand("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32");
        command.AppendVectorArgument(d.SliceAs<PTXCodeGenerator.PrimitiveRegister>(0, 4));
        command.AppendVectorArgument(a);
        command.AppendVectorArgument(b);
        command.AppendVectorArgument(sums);

        PTXCodeGenerator.PrimitiveRegister Operand(int index) =>
            generator.EnsureHardwareRegister(generator.LoadPrimitive(call[index].Resolve()));
    }

    private static void GenerateCopy16(PTXBackend backend, PTXCodeGenerator generator, Value value) =>
        GenerateCopy(generator, (MethodCall)value, "cp.async.cg.shared.global", 16);

    private static void GenerateCopy4(PTXBackend backend, PTXCodeGenerator generator, Value value) =>
        GenerateCopy(generator, (MethodCall)value, "cp.async.ca.shared.global", 4);

    private static void GenerateCopy(PTXCodeGenerator generator, MethodCall call, string instruction, int size)
    {
        var target = Address(call[0].Resolve(), MemoryAddressSpace.Shared);
        var source = Address(call[1].Resolve(), MemoryAddressSpace.Global);
        var bytes = generator.EnsureHardwareRegister(generator.LoadPrimitive(call[2].Resolve()));
        using var command = generator.BeginCommand(instruction);
        command.AppendArgumentValue(target);
        command.AppendArgumentValue(source);
        command.AppendConstant(size);
        command.AppendArgument(bytes);

        PTXCodeGenerator.HardwareRegister Address(Value pointer, MemoryAddressSpace space)
        {
            var register = generator.LoadHardware(pointer);
            if (((AddressSpaceType)pointer.Type).AddressSpace == space)
            {
                return register;
            }

            var converted = generator.AllocatePlatformRegister(out _);
            using var command = generator.BeginCommand(space == MemoryAddressSpace.Shared ? "cvta.to.shared.u64" : "cvta.to.global.u64");
            command.AppendArgument(converted);
            command.AppendArgument(register);
            return converted;
        }
    }
}
