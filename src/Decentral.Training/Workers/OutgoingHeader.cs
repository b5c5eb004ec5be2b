using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>What is known of an encoded update, beside its bytes.</summary>
/// <param name="Work">The round that was trained.</param>
/// <param name="Weight">Tokens trained since the fragment's last update: what it weighs.</param>
/// <param name="Base">Of what it is based on; null where that is not compared.</param>
/// <param name="BaseVersion">Which version that is.</param>
public sealed record OutgoingHeader(RoundWork Work, long Weight, ReplicaDigest? Base, Round BaseVersion);
