namespace Decentral.Training.Jobs;

/// <summary>Which codecs can carry what, in which direction.</summary>
internal static class CodecRules
{
    public static IEnumerable<JobProblem> Check(Job job)
    {
        var (up, down) = (job.Update.Codec.Up, job.Update.Codec.Down);
        if (CodecOptions.KeepsBack(up) && job.Update.Codec.Feedback == 0)
        {
            yield return new JobProblem(
                "update.codec.feedback", $"above 0 with update.codec.up {ChoiceName.Of(up)}", "0",
                "use update.codec.feedback: 1, or a codec that rounds each value: update.codec.up: e3m0",
                "the codec keeps so little of an update that the rest must be sent later");
        }
        if (job.Update.Kind == UpdateKind.Velocity && !job.Update.Codec.IsSparse)
        {
            yield return new JobProblem(
                "update.codec.up", "a top-k with update.kind velocity", ChoiceName.Of(up),
                "use update.codec.up: top-k, or update.kind: gradient",
                "a velocity stops where it was sent, which is everywhere unless the codec chooses");
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
