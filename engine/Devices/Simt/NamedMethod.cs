using System.Globalization;
using System.Reflection;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>A method under another name: ILGPU names compiled code after the method, and all kernels here are called Kernel.</summary>
internal sealed class NamedMethod(MethodInfo method, string name) : MethodInfo
{
    public override string Name => name;

    public override MethodAttributes Attributes => method.Attributes;

    public override CallingConventions CallingConvention => method.CallingConvention;

    public override Type? DeclaringType => method.DeclaringType;

    public override Type? ReflectedType => method.ReflectedType;

    public override Module Module => method.Module;

    public override int MetadataToken => method.MetadataToken;

    public override RuntimeMethodHandle MethodHandle => method.MethodHandle;

    public override Type ReturnType => method.ReturnType;

    public override ParameterInfo ReturnParameter => method.ReturnParameter;

    public override ICustomAttributeProvider ReturnTypeCustomAttributes => method.ReturnTypeCustomAttributes;

    public override bool IsGenericMethod => method.IsGenericMethod;

    public override bool IsGenericMethodDefinition => method.IsGenericMethodDefinition;

    public override bool ContainsGenericParameters => method.ContainsGenericParameters;

    public override MethodInfo GetBaseDefinition() => method.GetBaseDefinition();

    public override Type[] GetGenericArguments() => method.GetGenericArguments();

    public override MethodInfo GetGenericMethodDefinition() => method.GetGenericMethodDefinition();

    public override MethodBody? GetMethodBody() => method.GetMethodBody();

    public override MethodImplAttributes GetMethodImplementationFlags() => method.GetMethodImplementationFlags();

    public override ParameterInfo[] GetParameters() => method.GetParameters();

    public override object[] GetCustomAttributes(bool inherit) => method.GetCustomAttributes(inherit);

    public override object[] GetCustomAttributes(Type attributeType, bool inherit) => method.GetCustomAttributes(attributeType, inherit);

    public override bool IsDefined(Type attributeType, bool inherit) => method.IsDefined(attributeType, inherit);

    public override object? Invoke(object? obj, BindingFlags invokeAttr, Binder? binder, object?[]? parameters, CultureInfo? culture) =>
        method.Invoke(obj, invokeAttr, binder, parameters, culture);
}
