namespace Decentral.Benchmarks.Methods;

/// <summary>A cell, what it comes to as a job, and its result where it has one.</summary>
internal sealed record CellEntry(Cell Cell, CellConfiguration Configuration, CellResult? Result);
