namespace Decentral.Training.Jobs;

/// <summary>Which codecs can carry what, in which direction.</summary>
internal static class CodecRules
{
    public static IEnumerable<JobProblem> Check(Job job)
    {
        var (up, down) = (job.Update.Codec.Up, job.Update.Codec.Down);
        if (CodecOptions.KeepsBack(down))
        {
            yield return new JobProblem(
                "update.codec.down", "a codec that rounds each value", ChoiceName.Of(down), "use update.codec.down: e3m0",
                "a shard remembers nothing from round to round, and what this codec keeps back would be lost with it");
        }
        if (job.Update.Kind == UpdateKind.Parameters)
        {
            foreach (var (path, codec) in new[] { ("update.codec.up", up), ("update.codec.down", down) })
            {
                if (codec != CodecKind.Fp32)
                {
                    yield return new JobProblem(
                        path, "fp32 with update.kind parameters", ChoiceName.Of(codec),
                        $"use {path}: fp32, or update.kind: pseudo-gradient",
                        "what a round changes is small beside the parameters, and a coarser form of them loses it");
                }
            }
        }
    }
}
