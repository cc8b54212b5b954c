using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Export;

/// <summary>The messages of onnx.proto3 that are written, by their field numbers there.</summary>
internal static class OnnxMessages
{
    /// <summary>Of the operators.</summary>
    internal const int Opset = 17;

    /// <summary>Element types of TensorProto.</summary>
    internal const int Float = 1, UInt8 = 2, Int64 = 7;

    private const int IrVersion = 8;
    private const int NumberType = 1, IntegerType = 2, TextType = 3, IntegersType = 7;

    /// <summary>A ModelProto.</summary>
    internal static ProtobufMessage Model(ProtobufMessage graph, string version, IEnumerable<KeyValuePair<string, string>> metadata) =>
        new ProtobufMessage()
        .Add(1, IrVersion).Add(2, "ILGpuAutoencoders").Add(3, version).Add(7, graph).Add(8, new ProtobufMessage().Add(1, "").Add(2, Opset))
        .AddEach(
            14, metadata.OrderBy(item => item.Key, StringComparer.Ordinal).Select(
                item => new ProtobufMessage().Add(1, item.Key).Add(2, item.Value)));

    /// <summary>A GraphProto.</summary>
    internal static ProtobufMessage Graph(
        string name, IEnumerable<ProtobufMessage> nodes, IEnumerable<ProtobufMessage> initializers, IEnumerable<ProtobufMessage> inputs,
        IEnumerable<ProtobufMessage> outputs) =>
        new ProtobufMessage().AddEach(1, nodes).Add(2, name).AddEach(5, initializers).AddEach(11, inputs).AddEach(12, outputs);

    /// <summary>A NodeProto.</summary>
    internal static ProtobufMessage Node(
        string name, string op, IEnumerable<string> inputs, string output, IEnumerable<OperatorAttribute> attributes) =>
        inputs.Aggregate(new ProtobufMessage(), (message, input) => message.Add(1, input)).Add(2, output).Add(3, name).Add(4, op).AddEach(
            5, attributes.Select(Attribute));

    /// <summary>A TensorProto.</summary>
    /// <param name="name">Of the value.</param>
    /// <param name="axes">Outermost first.</param>
    /// <param name="type">Of its elements.</param>
    /// <param name="bytes">Little-endian.</param>
    internal static ProtobufMessage Tensor(string name, IEnumerable<long> axes, int type, ReadOnlyMemory<byte> bytes) =>
        axes.Aggregate(new ProtobufMessage(), (message, axis) => message.Add(1, axis)).Add(2, type).Add(8, name).Add(9, bytes);

    /// <summary>A ValueInfoProto of a tensor.</summary>
    internal static ProtobufMessage Value(string name, int type, IEnumerable<OnnxAxis> axes)
    {
        var shape = new ProtobufMessage().AddEach(
            1, axes.Select(
                axis => axis.Name is { } symbol ? new ProtobufMessage().Add(2, symbol) : new ProtobufMessage().Add(1, axis.Size)));
        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, type).Add(2, shape)));
    }

    private static ProtobufMessage Attribute(OperatorAttribute attribute)
    {
        var message = new ProtobufMessage().Add(1, attribute.Name);
        return attribute.Value switch
        {
            float number => message.Add(2, number).Add(20, NumberType),
            long integer => message.Add(3, integer).Add(20, IntegerType),
            string text => message.Add(4, text).Add(20, TextType),
            var integers => ((long[])integers).Aggregate(message, (all, integer) => all.Add(8, integer)).Add(20, IntegersType),
        };
    }
}
