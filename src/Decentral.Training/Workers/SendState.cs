namespace Decentral.Training.Workers;

/// <summary>How far an encoded update has come.</summary>
internal enum SendState
{
    /// <summary>To be sent, perhaps again.</summary>
    Due,

    /// <summary>Under way.</summary>
    UnderWay,

    /// <summary>It arrived at the shard's node; the shard has not said that it holds it.</summary>
    Arrived,

    /// <summary>The shard holds it.</summary>
    Taken,
}
