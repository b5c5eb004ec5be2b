namespace Decentral.Training.Workers;

/// <summary>How far the contribution of the present round has come.</summary>
internal enum SendState
{
    /// <summary>Not encoded, or to be encoded again.</summary>
    Due,

    /// <summary>Being encoded on the lane, or under way.</summary>
    UnderWay,

    /// <summary>It arrived at the shard's node; the shard has not said that it holds it.</summary>
    Arrived,

    /// <summary>The shard holds it.</summary>
    Taken,
}
