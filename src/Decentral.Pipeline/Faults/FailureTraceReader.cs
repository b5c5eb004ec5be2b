using System.Collections.Immutable;
using System.Globalization;

namespace Decentral.Pipeline.Faults;

/// <summary>Reads <see cref="FailureTraceText"/> line by line.</summary>
internal sealed class FailureTraceReader
{
    private readonly string _name;
    private readonly string[] _lines;
    private int _lineNumber;

    public FailureTraceReader(string text, string name)
    {
        _name = name;
        _lines = text.Split('\n');
    }

    public FailureTrace Read()
    {
        ReadNumber(FailureTraceText.Magic, FailureTraceText.Version, FailureTraceText.Version);
        var stageCount = (int)ReadNumber("stages", 1, FailureTrace.MaxStages);
        var iterationCount = ReadNumber("iterations", 0, FailureTrace.MaxIterations);
        var failureCount = ReadNumber("failures", 0, stageCount * iterationCount);
        var failures = ReadFailures(stageCount, iterationCount);
        return failures.Length == failureCount
            ? new FailureTrace(stageCount, iterationCount, failures)
            : throw Mistake($"found {failures.Length} failures, expected the {failureCount} that the text announces.");
    }

    private ImmutableArray<StageFailure> ReadFailures(int stageCount, long iterationCount)
    {
        var failures = ImmutableArray.CreateBuilder<StageFailure>();
        StageFailure? before = null;
        while (TryReadWords(out var words))
        {
            var failure = ParseFailure(words);
            if (FailureTrace.FindMistake(stageCount, iterationCount, failure, before) is { } mistake)
            {
                throw Mistake(mistake);
            }

            failures.Add(failure);
            before = failure;
        }

        return failures.DrainToImmutable();
    }

    private StageFailure ParseFailure(string[] words) =>
        words is [var first, var second] && TryParse(first, out var iteration) && TryParse(second, out var stage)
            && stage <= FailureTrace.MaxStages
            ? new StageFailure(iteration, (int)stage)
            : throw Mistake($"found '{string.Join(' ', words)}', expected an iteration and a stage.");

    private long ReadNumber(string key, long lowest, long highest)
    {
        var expected = lowest == highest ? $"'{key} {lowest}'" : $"'{key}' and a number from {lowest} to {highest}";
        if (!TryReadWords(out var words))
        {
            throw Mistake($"found the end of the text, expected {expected}.");
        }

        return words is [var word, var number] && word == key && TryParse(number, out var value)
            && value >= lowest && value <= highest
            ? value
            : throw Mistake($"found '{string.Join(' ', words)}', expected {expected}.");
    }

    /// <summary>Goes on to the next line that says something; at the end the last line stays the current one.</summary>
    private bool TryReadWords(out string[] words)
    {
        while (_lineNumber < _lines.Length)
        {
            var line = _lines[_lineNumber++];
            var comment = line.IndexOf('#', StringComparison.Ordinal);
            words = (comment < 0 ? line : line[..comment]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                return true;
            }
        }

        words = [];
        return false;
    }

    private static bool TryParse(string word, out long value) =>
        long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private FormatException Mistake(string message) => new($"{_name}, line {_lineNumber}: {message}");
}
