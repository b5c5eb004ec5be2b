namespace Decentral.Models.Data;

/// <summary>How far the preparation of data has come.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="BytesDone">Bytes of the source's files that this stage has read.</param>
/// <param name="BytesTotal">Bytes that the stage will have read at its end, or more when it stops early.</param>
public readonly record struct DataProgress(DataStage Stage, long BytesDone, long BytesTotal);
