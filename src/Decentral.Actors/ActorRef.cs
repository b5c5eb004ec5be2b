namespace Decentral.Actors;

/// <summary>
/// Names one incarnation of an actor and never reaches its successor, except for the references that
/// <see cref="IActorContext.Named"/> gives, which always reach the present bearer of a well-known name.
/// </summary>
public abstract class ActorRef : IEquatable<ActorRef>, IComparable<ActorRef>
{
    /// <summary>Nobody: what is sent here becomes a dead letter.</summary>
    public static ActorRef None { get; } = new NobodyRef();

    /// <summary>Where the actor lives and which incarnation of that place is meant.</summary>
    public abstract ActorAddress Address { get; }

    /// <summary>Same address.</summary>
    public static bool operator ==(ActorRef? left, ActorRef? right) =>
        left is null ? right is null : left.Equals(right);

    /// <summary>Not the same address.</summary>
    public static bool operator !=(ActorRef? left, ActorRef? right) => !(left == right);

    /// <summary>Orders by address, so that whoever iterates references does so alike on every run.</summary>
    public int CompareTo(ActorRef? other) => other is null ? 1 : Address.CompareTo(other.Address);

    /// <inheritdoc />
    public bool Equals(ActorRef? other) => other is not null && Address == other.Address;

    /// <inheritdoc />
    public sealed override bool Equals(object? obj) => obj is ActorRef other && Equals(other);

    /// <inheritdoc />
    public sealed override int GetHashCode() => Address.GetHashCode();

    /// <inheritdoc />
    public sealed override string ToString() => Address.ToString();

    private sealed class NobodyRef : ActorRef
    {
        public override ActorAddress Address { get; } = new(new NodeId(""), "nobody", 0);
    }
}
