using ILGpuAutoencoders.Models.Basics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ILGpuAutoencoders.Models.Families.Described;

/// <summary>
/// Reads the description of a network event by event: nothing is built that an alias could multiply, and depth and number of layers are
/// limited.
/// </summary>
internal sealed class NetworkText
{
    private const int MostLayers = 1_000, MostDepth = 8;

    private readonly Parser _parser;
    private readonly string _name;
    private int _layers;

    private NetworkText(Parser parser, string name) => (_parser, _name) = (parser, name);

    /// <summary>The text of a file, checked, with line feeds and one at its end.</summary>
    /// <exception cref="ConfigurationException">It is missing, or describes no network; the message names file and line.</exception>
    internal static string Read(string path)
    {
        string text;
        try
        {
            text = ConfigFile.ReadText(path, "network file", "describe a smaller network");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The network file '{path}' cannot be read ({error.Message.TrimEnd('.')}); check it.", error);
        }

        text = text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        Parse(text, path);
        return text;
    }

    /// <summary>What a text describes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="ConfigurationException">It describes no network.</exception>
    internal static NetworkNode Parse(string text, string name)
    {
        try
        {
            return new NetworkText(new Parser(new StringReader(text)), name).ReadNetwork();
        }
        catch (Exception error) when (error is YamlException or ArgumentException or InvalidOperationException)
        {
            int line = error is YamlException { Start.Line: > 0 and var at } ? (int)at : 1;
            throw new ConfigurationException(
                $"{name}:{line}: this is not YAML ({OptionProblem.Shown(error.Message)}); fix the line.", error);
        }
    }

    private NetworkNode ReadNetwork()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _) || !_parser.TryConsume<MappingStart>(out _))
        {
            throw Wrong(LineHere(), "this describes no network; write encoder: and decoder:, each with a list of layers.");
        }

        string[] keys = [NetworkNode.Encoder, NetworkNode.Decoder, NetworkNode.Layers];
        var rows = new Dictionary<string, IReadOnlyList<LayerNode>>();
        var lines = new Dictionary<string, int>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var (key, line) = ReadKey(keys, rows.ContainsKey, "a network");
            lines[key] = line;
            rows[key] = ReadRow(key, line, depth: 1);
        }

        _parser.Consume<DocumentEnd>();
        if (!_parser.TryConsume<StreamEnd>(out _))
        {
            throw Wrong(LineHere(), "a second document begins here; describe one network a file.");
        }

        bool isWhole = rows.ContainsKey(NetworkNode.Layers)
            ? rows.Count == 1
            : rows.ContainsKey(NetworkNode.Encoder) && rows.ContainsKey(NetworkNode.Decoder);
        return isWhole ? new(rows, lines) : throw Wrong(
            lines.Values.DefaultIfEmpty(1).Min(),
            $"the rows are {(rows.Count == 0 ? "missing" : string.Join(" and ", rows.Keys))}; write encoder and decoder, or layers alone "
            + "for a network without a latent vector.");
    }

    private List<LayerNode> ReadRow(string key, int line, int depth)
    {
        if (depth > MostDepth)
        {
            throw Wrong(line, $"layers are nested more than {MostDepth} deep; use fewer levels.");
        }

        if (!_parser.TryConsume<SequenceStart>(out _))
        {
            throw Wrong(line, $"'{key}' is not a list of layers; write each in a line of its own that begins with '- '.");
        }

        var nodes = new List<LayerNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            nodes.Add(ReadLayer(depth));
            if (++_layers > MostLayers)
            {
                throw Wrong(nodes[^1].Line, $"there are more than {MostLayers:N0} layers; use fewer.");
            }
        }

        return nodes.Count > 0 ? nodes : throw Wrong(line, $"'{key}' has no layers; write one or more.");
    }

    private LayerNode ReadLayer(int depth)
    {
        int line = LineHere();
        if (_parser.TryConsume<Scalar>(out var name))
        {
            return Checked(new LayerNode(KindOf(name.Value, line), line));
        }

        if (!_parser.TryConsume<MappingStart>(out _))
        {
            throw Wrong(line, "this is not a layer; write its name, as in '- relu' or '- conv: 64'.");
        }

        // Where a mapping within a flow sequence begins is told wrongly; where its key begins is not.
        line = LineHere();
        if (!_parser.TryConsume<Scalar>(out name))
        {
            throw Wrong(line, "this is not a layer; write its name, as in '- relu' or '- conv: 64'.");
        }

        var node = new LayerNode(KindOf(name.Value, line), line);
        if (_parser.TryConsume<MappingStart>(out _))
        {
            while (!_parser.TryConsume<MappingEnd>(out _))
            {
                var (key, at) = ReadKey(
                    [.. node.Kind.Keys], k => node.Settings.ContainsKey(k) || node.Rows.ContainsKey(k), $"the layer {node.Kind.Name}");
                ReadSetting(node, key, at, depth);
            }
        }
        else if (node.Kind.Main is { } main)
        {
            ReadSetting(node, main, line, depth);
        }
        else
        {
            throw Wrong(line, $"{node.Kind.Name} takes no value; write '- {node.Kind.Name}'.");
        }

        return _parser.TryConsume<MappingEnd>(out _)
            ? Checked(node)
            : throw Wrong(
                LineHere(),
                $"a second key follows {node.Kind.Name}; write one layer an item, its parameters as in '- conv: {{out: 64, kernel: 3}}'.");
    }

    private void ReadSetting(LayerNode node, string key, int line, int depth)
    {
        if (node.Kind.Rows.Contains(key))
        {
            node.Rows[key] = ReadRow(key, line, depth + 1);
            return;
        }

        if (!_parser.TryConsume<Scalar>(out var value) || value.Value.Length == 0)
        {
            throw Wrong(line, $"{key} of {node.Kind.Name} has no value of its own; write '{key}: VALUE'.");
        }

        var setting = node.Kind.Settings.Single(setting => setting.Key == key);
        node.Settings[key] = setting.Values(value.Value) is { } problem
            ? throw Wrong(line, $"{node.Kind.Name}: {key}: {problem}")
            : value.Value;
    }

    private LayerNode Checked(LayerNode node) => node.Kind.Rows is [var row, ..] && !node.Rows.ContainsKey(row)
        ? throw Wrong(node.Line, $"{node.Kind.Name} has no layers within it; write them below '{node.Kind.Name}:', each after '- '.")
        : node;

    private LayerKind KindOf(string name, int line) =>
        LayerKind.All.FirstOrDefault(kind => kind.Name == name) ?? throw Wrong(
            line, OptionProblem.Of(name, $"one of {string.Join(", ", LayerKind.All.Select(kind => kind.Name))}",
                LayerKind.All.Select(kind => kind.Name)));

    private (string Key, int Line) ReadKey(string[] keys, Func<string, bool> isThere, string of)
    {
        int line = LineHere();
        if (!_parser.TryConsume<Scalar>(out var key))
        {
            throw Wrong(line, $"this is not a key of {of}; write {(keys.Length == 0 ? "none" : string.Join(", ", keys))}.");
        }

        return !keys.Contains(key.Value)
            ? throw Wrong(line, keys.Length == 0
                ? $"{of} takes no parameters; remove '{OptionProblem.Shown(key.Value)}'."
                : $"'{OptionProblem.Shown(key.Value)}' is not a key of {of}{Near(key.Value, keys)}; use {string.Join(", ", keys)}.")
            : isThere(key.Value) ? throw Wrong(line, $"'{key.Value}' is set twice; remove one of them.") : (key.Value, line);
    }

    private static string Near(string word, string[] keys) => word.Length > 60 ? "" : NearMatch.Suggest(word, keys);

    private int LineHere() => _parser.Accept<ParsingEvent>(out var next) ? (int)next.Start.Line : 1;

    private ConfigurationException Wrong(int line, string problem) => new($"{_name}:{line}: {problem}");
}
