namespace Decentral.Pipeline.Conducting;

/// <summary>Whatever the members hold is of no use: begin with the run's first state.</summary>
internal sealed record BeginAnew;
