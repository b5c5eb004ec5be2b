namespace Decentral.Benchmarks.Reference;

/// <summary>A method of the reference run.</summary>
/// <param name="Name">Of the job's preset and of the PyTorch script's option.</param>
/// <param name="StepsPerRound">Inner steps between two exchanges.</param>
internal sealed record ReferenceMethod(string Name, int StepsPerRound)
{
    /// <summary>An exchange of gradients at every step.</summary>
    public static ReferenceMethod DataParallel { get; } = new("data-parallel", 1);

    /// <summary>An exchange of pseudo-gradients every <see cref="ReferenceScale.StepsPerRound"/> steps.</summary>
    public static ReferenceMethod Diloco { get; } = new("diloco", ReferenceScale.StepsPerRound);
}
