namespace Decentral.Wire.Records;

public ref partial struct MessageReader
{
    /// <summary>
    /// What to throw where a value can be read but means nothing, as a count below zero. A format checks what it reads
    /// before it makes a message of it.
    /// </summary>
    /// <param name="expected">What could be, in words.</param>
    /// <param name="found">What is, in words.</param>
    public readonly WireFormatException Refuse(string expected, string found) => Refuse(expected, found, null);

    private static string NameOf(MessagePackType type) => type switch
    {
        MessagePackType.Integer => "an integer",
        MessagePackType.Nil => "nil",
        MessagePackType.Boolean => "true or false",
        MessagePackType.Float => "a floating-point number",
        MessagePackType.String => "text",
        MessagePackType.Binary => "bytes",
        MessagePackType.Array => "an array",
        MessagePackType.Map => "a map",
        MessagePackType.Extension => "an extension",
        MessagePackType.Unknown => "a code that is never used",
        _ => "a code that is not known",
    };

    /// <summary>What the supplier of the format throws at bytes that are not what was asked for.</summary>
    private static bool IsOfTheBytes(Exception error) =>
        error is MessagePackSerializationException or EndOfStreamException or OverflowException;

    private readonly WireFormatException Refuse(string expected, Exception error) => Refuse(
        expected,
        error switch
        {
            EndOfStreamException => "the end",
            OverflowException => "an integer that does not fit",
            _ => error.Message,
        },
        error);

    private readonly WireFormatException Refuse(string expected, string found, Exception? error)
    {
        var message = _message is null ? "A frame" : $"Message {_message}";
        var field = _depth == 0 ? "" : $", field {Math.Max(0, _place.FieldsBegun - 1)} at depth {_depth}";
        return new WireFormatException(
            $"{message}, byte {_reader.Consumed}{field}: expected {expected}, found {found}.", error);
    }
}
