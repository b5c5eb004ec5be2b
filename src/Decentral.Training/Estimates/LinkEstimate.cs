namespace Decentral.Training.Estimates;

/// <summary>What is to be expected of links.</summary>
/// <param name="Conditions">The links.</param>
/// <param name="Up">Until all contributions to a round are there, on average.</param>
/// <param name="Down">Until all workers have its aggregate, on average.</param>
/// <param name="Waiting">How long workers wait for that in a round, on average.</param>
/// <param name="Utilisation">Share of the time in which workers train, 0 to 1.</param>
public sealed record LinkEstimate(LinkConditions Conditions, TimeSpan Up, TimeSpan Down, TimeSpan Waiting, double Utilisation);
