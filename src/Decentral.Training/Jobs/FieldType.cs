namespace Decentral.Training.Jobs;

/// <summary>How the values of a field are written, read and bounded.</summary>
internal abstract class FieldType<T>
{
    /// <summary>What is allowed, in words that follow "expected".</summary>
    public abstract string Expected { get; }

    /// <summary>The names of a choice; empty for any other type.</summary>
    public virtual IReadOnlyList<string> Choices => [];

    /// <summary>Reads <paramref name="text"/>; bounds are left to <see cref="Allows"/>.</summary>
    public abstract bool TryParse(string text, out T value);

    /// <summary>The text that <see cref="TryParse"/> reads back as the same value.</summary>
    public abstract string Format(T value);

    /// <summary>Whether the value is within its bounds.</summary>
    public abstract bool Allows(T value);
}
