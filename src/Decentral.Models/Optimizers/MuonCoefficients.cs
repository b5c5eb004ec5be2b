namespace Decentral.Models.Optimizers;

/// <summary>What one Muon step needs of the settings, whatever the matrix.</summary>
/// <param name="Momentum">μ: kept part of the mean.</param>
/// <param name="NewPart">(1 - μ) · the gradient's scale.</param>
/// <param name="Nesterov">Whether the update looks a step ahead.</param>
/// <param name="Iterations">Of Newton-Schulz.</param>
/// <param name="KeptPart">1 - learning rate · weight decay.</param>
/// <param name="LearningRate">Of this step.</param>
/// <param name="Scale">The convention for the update's size.</param>
internal readonly record struct MuonCoefficients(
    double Momentum,
    double NewPart,
    bool Nesterov,
    int Iterations,
    double KeptPart,
    double LearningRate,
    MuonScale Scale)
{
    internal static MuonCoefficients For(MuonOptions options, double learningRate, double gradientScale) => new(
        options.Momentum,
        (1 - options.Momentum) * gradientScale,
        options.Nesterov,
        options.Iterations,
        1 - (learningRate * options.WeightDecay),
        learningRate,
        options.Scale);

    /// <summary>What the orthogonalised update of a block is multiplied by.</summary>
    internal double StepSize(long rows, long columns) => LearningRate * (Scale == MuonScale.MatchAdamW
        ? 0.2 * Math.Sqrt(Math.Max(rows, columns))
        : Math.Sqrt(Math.Max(1, (double)rows / columns)));
}
