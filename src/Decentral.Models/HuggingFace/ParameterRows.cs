using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Decentral.Models.Arenas;
using Decentral.Models.Safetensors;

namespace Decentral.Models.HuggingFace;

/// <summary>
/// The rows of a parameter in an arena that one published tensor holds, and the copies between the two.
/// </summary>
internal sealed class ParameterRows
{
    private readonly Arena _arena;
    private readonly bool _transposed;
    private readonly ArenaRange _range;
    private readonly int _rows;
    private readonly int _columns;

    internal ParameterRows(Arena arena, HuggingFaceTensor tensor)
    {
        var entry = arena.Layout[tensor.Parameter];
        _arena = arena;
        _transposed = tensor.Transposed;
        _rows = checked((int)(tensor.Rows ?? entry.Shape[0]));
        _columns = checked((int)(entry.Shape.Length == 1 ? 1 : entry.Shape[1]));
        _range = new ArenaRange(entry.Range.Offset + (tensor.FirstRow * _columns), (long)_rows * _columns);
        Name = tensor.Name;
        Shape = entry.Shape.Length == 1 ? [_rows] : _transposed ? [_columns, _rows] : [_rows, _columns];
    }

    internal string Name { get; }

    /// <summary>As the file has it.</summary>
    internal ImmutableArray<long> Shape { get; }

    internal SafetensorsTensor ToTensor() => new(Name, SafetensorsDtype.F32, Shape, WriteTo);

    internal void LoadFrom(SafetensorsFile file, SafetensorsEntry entry)
    {
        if (_transposed)
        {
            LoadTransposed(file, entry);
            return;
        }

        foreach (var chunk in _range.Chunks())
        {
            file.ReadSingles(entry, chunk.Offset - _range.Offset, _arena.Span(chunk));
        }
    }

    private void WriteTo(Stream stream)
    {
        if (_transposed)
        {
            WriteTransposed(stream);
            return;
        }

        foreach (var chunk in _range.Chunks())
        {
            stream.Write(MemoryMarshal.AsBytes(_arena.Span(chunk)));
        }
    }

    private void WriteTransposed(Stream stream)
    {
        var line = new float[_rows];
        for (var column = 0; column < _columns; column++)
        {
            for (var row = 0; row < _rows; row++)
            {
                line[row] = Row(row)[column];
            }

            stream.Write(MemoryMarshal.AsBytes<float>(line));
        }
    }

    private void LoadTransposed(SafetensorsFile file, SafetensorsEntry entry)
    {
        var line = new float[_rows];
        for (var column = 0; column < _columns; column++)
        {
            file.ReadSingles(entry, (long)column * _rows, line);
            for (var row = 0; row < _rows; row++)
            {
                Row(row)[column] = line[row];
            }
        }
    }

    private Span<float> Row(int row) => _arena.Span(new ArenaRange(_range.Offset + ((long)row * _columns), _columns));
}
