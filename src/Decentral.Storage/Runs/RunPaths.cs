namespace Decentral.Storage.Runs;

/// <summary>Where the parts of a run are in its directory. Names alone: nothing is opened.</summary>
/// <param name="Directory">The run directory.</param>
public sealed record RunPaths(string Directory)
{
    /// <summary>The job as it was when the run began.</summary>
    public string Job => Path.Combine(Directory, "job.yaml");

    /// <summary>The journal.</summary>
    public string Database => Path.Combine(Directory, "run.db");

    /// <summary>The snapshots, each a directory.</summary>
    public string Snapshots => Path.Combine(Directory, "snapshots");

    /// <summary>The measurements, a JSON object a line.</summary>
    public string Metrics => Path.Combine(Directory, "metrics.jsonl");

    /// <summary>The trained model.</summary>
    public string Model => Path.Combine(Directory, "model.safetensors");

    /// <summary>Whether the directory looks like a run's.</summary>
    public bool IsRun => File.Exists(Database) && File.Exists(Job);
}
