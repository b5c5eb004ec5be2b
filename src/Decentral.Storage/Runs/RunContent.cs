namespace Decentral.Storage.Runs;

/// <summary>What lies where a run directory is or is wanted.</summary>
public enum RunContent
{
    /// <summary>Nothing of that name.</summary>
    Absent,

    /// <summary>A directory with nothing in it.</summary>
    Empty,

    /// <summary>What the interrupted making of a run left: a run can be made there as in an empty directory.</summary>
    Unfinished,

    /// <summary>A run.</summary>
    Run,

    /// <summary>A directory with other things in it.</summary>
    Foreign,

    /// <summary>A file.</summary>
    File,
}
