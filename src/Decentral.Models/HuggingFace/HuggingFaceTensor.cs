namespace Decentral.Models.HuggingFace;

/// <summary>A tensor under its published name, as rows of one of our parameters.</summary>
/// <param name="Name">As in <c>model.safetensors</c>.</param>
/// <param name="Parameter">As in <see cref="Decoders.DecoderParameters"/>.</param>
/// <param name="FirstRow">The parameter's first row that it holds.</param>
/// <param name="Rows">How many rows; null for all.</param>
/// <param name="Transposed">Whether the file has (inputs, outputs), as GPT-2's Conv1D.</param>
internal readonly record struct HuggingFaceTensor(
    string Name,
    string Parameter,
    long FirstRow = 0,
    long? Rows = null,
    bool Transposed = false);
