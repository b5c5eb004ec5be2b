namespace Decentral.Cli.Doctor;

/// <summary>How good a finding is.</summary>
internal enum Level
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, but worse than it could.</summary>
    Warn,

    /// <summary>Training will not work, or far too slowly.</summary>
    Fail,
}
