namespace Decentral.Models.Optimizers;

/// <summary>
/// By how much <see cref="Muon"/> multiplies an orthogonalised update, whose singular values are all about 1.
/// </summary>
public enum MuonScale
{
    /// <summary>
    /// 0.2 √max(rows, columns), so that the update's root mean square is AdamW's usual 0.2 whatever the shape
    /// (Moonlight, arXiv:2502.16982, §2.2). Learning rates and decays found for AdamW then hold for both groups.
    /// </summary>
    MatchAdamW,

    /// <summary>
    /// √max(1, rows / columns), of the first publication (K. Jordan, 2024, "Muon: an optimizer for hidden layers"), for
    /// learning rates about 0.02; AdamW's group then needs <see cref="MuonOptions.OthersLearningRate"/> far below 1.
    /// </summary>
    Shape,
}
