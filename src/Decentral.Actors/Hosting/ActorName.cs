namespace Decentral.Actors.Hosting;

/// <summary>What may name an actor.</summary>
public static class ActorName
{
    /// <summary>Refuses names that could not be told apart in a path.</summary>
    /// <exception cref="ArgumentException">Empty, or has a <c>/</c>.</exception>
    public static void ThrowIfInvalid(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"The actor name '{name}' has a '/', which separates the names of a path; leave it out.", nameof(name));
        }
    }
}
