namespace Decentral.Training.Jobs;

/// <summary>What a data source turned out to hold, as far as a job can contradict it.</summary>
/// <param name="TrainingTokens">Tokens of the training part.</param>
/// <param name="HeldOutTokens">Tokens of the held-out part.</param>
/// <param name="Vocabulary">Tokens that the tokenizer has.</param>
public sealed record DataFacts(long TrainingTokens, long HeldOutTokens, int Vocabulary);
