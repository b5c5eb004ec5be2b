using System.CommandLine;
using System.Globalization;
using Decentral.Benchmarks.Measuring;
using Decentral.Codecs;

namespace Decentral.Benchmarks.Aggregation;

/// <summary>
/// The mean of many encoded contributions on one core. What memory allows is the time in which the same encoded bytes
/// are read once: they must all come, and the result is a small part of them. Codecs of a few bits take longer to be
/// decoded than to be read, so that all are also compared with a copy of the values as fp32, as in <c>codecs</c>.
/// </summary>
internal static class AggregationBenchmark
{
    private const int BytesPerMegabyte = 1 << 20;

    /// <summary>Copied again and again; too large for a cache.</summary>
    private const int CopiedBytes = 128 * BytesPerMegabyte;

    private static readonly string[] Codecs = ["fp32", "bf16", "int8", "e3m0", "two-bit", "sign", "top-k"];

    public static Command Command()
    {
        var turns = new Option<int>("--turns")
        {
            Description = "How often each is measured, by turns.",
            DefaultValueFactory = _ => 15,
        };
        var megabytes = new Option<int>("--megabytes")
        {
            Description = "Size of one contribution as fp32: so large that all of them are in no cache.",
            DefaultValueFactory = _ => 16,
        };
        var contributions = new Option<int>("--contributions")
        {
            Description = "How many are combined.",
            DefaultValueFactory = _ => 64,
        };
        var codecs = new Option<string[]>("--codecs")
        {
            Description = "Those to measure.",
            DefaultValueFactory = _ => Codecs,
            AllowMultipleArgumentsPerToken = true,
        };
        codecs.AcceptOnlyFromAmong([.. TensorCodecs.Names]);
        var command = new Command(
            "aggregation",
            "The mean of many contributions on one thread, against a pass that only reads their bytes (each from the first "
            + "to the last, into four vectors), and against a copy of their values as fp32.")
        {
            turns, megabytes, contributions, codecs,
        };
        command.SetAction(line =>
        {
            Console.WriteLine($"{Machine.Describe()}\n");
            Console.WriteLine(Run(
                line.GetValue(codecs)!,
                line.GetValue(contributions),
                line.GetValue(megabytes),
                line.GetValue(turns)));
        });
        return command;
    }

    private static string Run(string[] codecs, int contributions, int megabytes, int turns)
    {
        var valueCount = checked(megabytes * BytesPerMegabyte) / sizeof(float);
        var values = AggregationBuffers.Draw(contributions, valueCount);
        var (from, to) = (new byte[CopiedBytes], new byte[CopiedBytes]);
        from.AsSpan().Fill(1);
        var table = new MarkdownTable(
            $"codec, {contributions} x {megabytes} MiB",
            "bits/value",
            "read, encoded GB/s",
            "mean, encoded GB/s",
            "mean, fp32 GB/s",
            "mean / read, time (95 %)",
            "copy / mean, time (95 %)",
            "reduction / read, time (95 %)");
        foreach (var format in codecs.Select(name => TensorCodecs.Find(name)!))
        {
            using var buffers = new AggregationBuffers(format, values, contributions, valueCount);
            AddRow(table, format.Name, buffers, () => from.CopyTo(to, 0), turns);
        }

        return table.ToString();
    }

    private static void AddRow(MarkdownTable table, string name, AggregationBuffers buffers, Action copy, int turns)
    {
        var read = Contender.InProcess("read", buffers.EncodedBytes, buffers.Read);
        var copied = Contender.InProcess("copy", CopiedBytes, copy);
        var mean = Pairs.Measure(Contender.InProcess(name, buffers.EncodedBytes, buffers.Mean), read, turns);
        var reduction = Pairs.Measure(Contender.InProcess(name, buffers.EncodedBytes, buffers.Reduce), read, turns);
        var copying = Pairs.Measure(
            copied, Contender.InProcess(name, buffers.UncompressedBytes, buffers.Mean), turns);
        table.Add(
            name,
            (32.0 * buffers.EncodedBytes / buffers.UncompressedBytes).ToString("0.###", CultureInfo.InvariantCulture),
            Throughput(mean.Second),
            Throughput(mean.First),
            Throughput(copying.Second),
            mean.Ratio(SecondsPerByte).ToText("0.00"),
            copying.Ratio(SecondsPerByte).ToText("0.00"),
            reduction.Ratio(SecondsPerByte).ToText("0.00"));
    }

    private static string Throughput(IEnumerable<Measurement> runs) =>
        Estimate.Of(runs.Select(run => run.OperationsPerSecond / 1e9)).ToText("0.0");

    private static double SecondsPerByte(Measurement run) => run.Wall.TotalSeconds / run.Operations;
}
