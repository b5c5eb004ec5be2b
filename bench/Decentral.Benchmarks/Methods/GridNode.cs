using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Decentral.Benchmarks.Methods;

/// <summary>A part of the grid's file that knows where it stands.</summary>
internal sealed class GridNode(YamlNode node)
{
    /// <summary>The file's only document.</summary>
    public static GridNode Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return new GridNode(stream.Documents[0].RootNode);
    }

    public string Text => node is YamlScalarNode { Value: { } value } ? value : throw Fault("a value was expected");

    public double Number => double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw Fault($"'{Text}' is no number");

    public ImmutableArray<GridNode> Items => node is YamlSequenceNode list
        ? [.. list.Select(item => new GridNode(item))]
        : throw Fault("a list was expected");

    public ImmutableArray<(string Name, GridNode Value)> Pairs => node is YamlMappingNode mapping
        ? [.. mapping.Select(pair => (new GridNode(pair.Key).Text, new GridNode(pair.Value)))]
        : throw Fault("a mapping was expected");

    /// <summary>A mapping of field paths to values.</summary>
    public ImmutableArray<Setting> Settings => [.. Pairs.Select(pair => new Setting(pair.Name, pair.Value.Text))];

    /// <summary>
    /// A mapping of fields to lists of values. Fields that change together stand in one name, and their values in one item, with
    /// spaces between them.
    /// </summary>
    public Sweep Sweep => new([.. Pairs.Select(pair => new SweepAxis([.. pair.Value.Items.Select(item => item.Together(pair.Name))]))]);

    /// <summary>The value of a name, or null.</summary>
    public GridNode? Find(string name) => Pairs.FirstOrDefault(pair => pair.Name == name).Value;

    /// <summary>The value of a name that must be there.</summary>
    public GridNode this[string name] => Find(name) ?? throw Fault($"'{name}' is missing");

    /// <summary>Refuses a mapping with names other than these.</summary>
    public GridNode Only(params ReadOnlySpan<string> names)
    {
        foreach (var (name, _) in Pairs)
        {
            if (!names.Contains(name))
            {
                throw Fault($"'{name}' is unknown here; there are {string.Join(", ", names)}");
            }
        }

        return this;
    }

    public InvalidDataException Fault(string what) => new($"Line {node.Start.Line} of the grid: {what}.");

    private ImmutableArray<Setting> Together(string paths)
    {
        var fields = paths.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var values = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == values.Length
            ? [.. fields.Zip(values, (field, value) => new Setting(field, value))]
            : throw Fault($"'{Text}' has {values.Length} values for the {fields.Length} fields '{paths}'");
    }
}
