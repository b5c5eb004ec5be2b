namespace Decentral.Training.Jobs;

/// <summary>Makes fields out of a type and the two halves of a lens: how to get the value, how to set it.</summary>
internal static class JobFieldFactory
{
    /// <summary>
    /// Bound of everything counted in inner steps; below the largest integer, so that saturation is out of bounds.
    /// </summary>
    public const int MostSteps = 1_000_000_000;

    public static NumberType Positive { get; } = new() { Least = 0, ExcludesLeast = true };

    public static NumberType NotNegative { get; } = new() { Least = 0 };

    public static NumberType Share { get; } = new() { Least = 0, Most = 1 };

    public static NumberType ShareBelowOne { get; } = new() { Least = 0, Most = 1, ExcludesMost = true };

    /// <remarks>A number too large for the field is held as the largest, which is out of bounds like it.</remarks>
    public static JobField Integer(
        string path, int least, int most, Func<Job, int> get, Func<Job, int, Job> set, string help,
        Func<Job, string?>? idle = null) =>
        Required(
            path, new IntegerType(least, most), job => get(job),
            (job, value) => set(job, int.CreateSaturating(value)), help, idle: idle);

    public static JobField OptionalInteger(
        string path, int least, int most, Func<Job, int?> get, Func<Job, int?, Job> set, string whenUnset, string help,
        Func<Job, string?>? idle = null, params string[] displaces) =>
        Optional(
            path, new IntegerType(least, most), job => get(job),
            (job, value) => set(job, value is { } some ? int.CreateSaturating(some) : null), whenUnset, help, idle,
            displaces);

    public static JobField Number(
        string path, NumberType type, Func<Job, double> get, Func<Job, double, Job> set, string help,
        Func<Job, string?>? idle = null) =>
        Required(path, type, get, set, help, idle: idle);

    public static JobField Choice<T>(
        string path, Func<Job, T> get, Func<Job, T, Job> set, string help, Func<Job, string?>? idle = null,
        params string[] displaces)
        where T : struct, Enum =>
        Required(path, new ChoiceType<T>(), get, set, help, displaces, idle);

    public static JobField Text(
        string path, TextType type, Func<Job, string> get, Func<Job, string, Job> set, string help) =>
        Required(path, type, get, set, help);

    public static JobField Required<T>(
        string path, FieldType<T> type, Func<Job, T> get, Func<Job, T, Job> set, string help,
        IReadOnlyList<string>? displaces = null, Func<Job, string?>? idle = null) =>
        new()
        {
            Path = path,
            Help = help,
            Expected = type.Expected,
            Choices = type.Choices,
            Displaces = displaces ?? [],
            Read = job => type.Format(get(job)),
            Write = (job, text) => type.TryParse(text, out var value) ? set(job, value) : null,
            Clear = job => job,
            IsAllowed = job => type.Allows(get(job)),
            Idle = idle ?? (_ => null),
        };

    public static JobField Optional<T>(
        string path, FieldType<T> type, Func<Job, T?> get, Func<Job, T?, Job> set, string whenUnset, string help,
        Func<Job, string?>? idle = null, params string[] displaces)
        where T : struct =>
        new()
        {
            Path = path,
            Help = help,
            Expected = type.Expected,
            Choices = type.Choices,
            WhenUnset = whenUnset,
            Displaces = displaces,
            Read = job => get(job) is { } value ? type.Format(value) : null,
            Write = (job, text) => type.TryParse(text, out var value) ? set(job, value) : null,
            Clear = job => set(job, null),
            IsAllowed = job => get(job) is not { } value || type.Allows(value),
            Idle = idle ?? (_ => null),
        };

    public static JobField OptionalText(
        string path, TextType type, Func<Job, string?> get, Func<Job, string?, Job> set, string whenUnset,
        string help, Func<Job, string?>? idle = null) =>
        new()
        {
            Path = path,
            Help = help,
            Expected = type.Expected,
            WhenUnset = whenUnset,
            Read = get,
            Write = set,
            Clear = job => set(job, null),
            IsAllowed = job => get(job) is not { } value || type.Allows(value),
            Idle = idle ?? (_ => null),
        };
}
