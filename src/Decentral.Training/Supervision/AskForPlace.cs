namespace Decentral.Training.Supervision;

/// <summary>It is time to ask for a place in the fleet in the stead of one whose worker failed.</summary>
internal sealed record AskForPlace;
