namespace Decentral.Wire.Records;

/// <summary>How far a record is read.</summary>
/// <param name="FieldCount">Fields that it has.</param>
/// <param name="FieldsBegun">Those of which reading has begun.</param>
/// <param name="ElementsLeft">Elements of the last of them, if it is a list, that are not read yet.</param>
internal readonly record struct ReadingPlace(int FieldCount, int FieldsBegun, long ElementsLeft)
{
    /// <summary>Values of the record that are not read yet.</summary>
    public long ValuesLeft => ElementsLeft + (FieldCount - FieldsBegun);

    /// <summary>Whether one more value belongs to it.</summary>
    public bool HasNext => ValuesLeft > 0;

    /// <summary>After one more value has begun.</summary>
    public ReadingPlace Next() =>
        ElementsLeft > 0 ? this with { ElementsLeft = ElementsLeft - 1 } : this with { FieldsBegun = FieldsBegun + 1 };

    /// <summary>After the value that has begun turned out to be a list.</summary>
    public ReadingPlace WithList(int count) => this with { ElementsLeft = ElementsLeft + count };
}
