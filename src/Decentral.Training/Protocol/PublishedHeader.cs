namespace Decentral.Training.Protocol;

/// <summary>A committed round's aggregate for one fragment, encoded as the payload. Every worker steps with exactly this.</summary>
/// <param name="Term">Workers ignore a term lower than the highest they have seen.</param>
/// <param name="Fragment">Which part of the parameters.</param>
/// <param name="Round">The round.</param>
/// <param name="TokensThrough">Tokens leased up to the end of the round, which the learning rate follows.</param>
/// <param name="Arrivals">Contributions to all rounds of the fragment before, which some outer optimizers count.</param>
/// <param name="Contributions">Contributions to this one.</param>
/// <param name="Digest">Of the payload, as committed.</param>
public sealed record PublishedHeader(
    Term Term, FragmentId Fragment, Round Round, long TokensThrough, long Arrivals, int Contributions, string Digest);
