namespace Decentral.Cli.Inspection;

/// <summary>Something in the ledger that is not the course of things.</summary>
/// <param name="Elapsed">When, since the run was made.</param>
/// <param name="Text">What, and why.</param>
internal sealed record Happening(TimeSpan Elapsed, string Text);
