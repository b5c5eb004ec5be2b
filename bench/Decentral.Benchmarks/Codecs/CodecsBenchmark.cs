using System.CommandLine;
using System.Globalization;
using Decentral.Benchmarks.Measuring;
using Decentral.Codecs;
using Decentral.Codecs.Feedback;

namespace Decentral.Benchmarks.Codecs;

/// <summary>
/// Every codec on one core against a copy of the same uncompressed bytes. Throughput counts uncompressed bytes both
/// ways; contractive codecs are measured without error feedback (they subtract in place) and with it.
/// </summary>
internal static class CodecsBenchmark
{
    private const int BytesPerMegabyte = 1 << 20;

    public static Command Command()
    {
        var turns = new Option<int>("--turns")
        {
            Description = "How often each is measured, by turns.",
            DefaultValueFactory = _ => 9,
        };
        var megabytes = new Option<int>("--megabytes")
        {
            Description = "Uncompressed size of what is encoded, at most 2,047.",
            DefaultValueFactory = _ => 256,
        };
        var command = new Command("codecs", "Codecs against a copy of the uncompressed bytes.") { turns, megabytes };
        command.SetAction(line =>
        {
            Console.WriteLine($"{Machine.Describe()}\n");
            Console.WriteLine(Run(line.GetValue(megabytes), line.GetValue(turns)));
        });
        return command;
    }

    private static string Run(int megabytes, int turns)
    {
        var buffers = new CodecBuffers(checked(megabytes * BytesPerMegabyte) / sizeof(float));
        var table = new MarkdownTable(
            $"codec, {megabytes} MiB",
            "bits/value",
            "encode GB/s",
            "decode GB/s",
            "encode / copy (95 %)",
            "decode / copy (95 %)");
        foreach (var format in TensorCodecs.Names.Select(name => TensorCodecs.Find(name)!))
        {
            buffers.Use(format);
            AddRow(table, format.Name, buffers, () => buffers.Encode(format), () => buffers.Decode(format), turns);
            if (format is IContractiveCodec)
            {
                var encoder = TensorEncoders.For(format, buffers.ValueCount);
                AddRow(
                    table,
                    $"{format.Name} with error feedback",
                    buffers,
                    () => buffers.Encode(encoder),
                    () => buffers.Decode(format),
                    turns);
            }
        }

        return table.ToString();
    }

    private static void AddRow(
        MarkdownTable table, string name, CodecBuffers buffers, Action encode, Action decode, int turns)
    {
        var copied = Contender.InProcess("copy", buffers.UncompressedBytes, buffers.Copy);
        var encoding = Pairs.Measure(
            copied, Contender.InProcess(name, buffers.UncompressedBytes, encode), turns);
        var decoding = Pairs.Measure(
            copied, Contender.InProcess(name, buffers.UncompressedBytes, decode), turns);
        table.Add(
            name,
            buffers.BitsPerValue.ToString("0.###", CultureInfo.InvariantCulture),
            Throughput(encoding),
            Throughput(decoding),
            Speed(encoding),
            Speed(decoding));
    }

    private static string Throughput(Pairs pairs) =>
        Estimate.Of(pairs.Second.Select(run => run.OperationsPerSecond / 1e9)).ToText("0.0");

    // Time over time: the copy's seconds in the codec's.
    private static string Speed(Pairs pairs) => pairs.Ratio(run => run.Wall.TotalSeconds).ToText("0.00");
}
