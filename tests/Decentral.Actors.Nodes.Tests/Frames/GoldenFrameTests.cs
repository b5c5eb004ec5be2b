using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Peers;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Tests.Frames;

/// <summary>
/// The bytes of all frames: they are the format between builds. A frame is extended at its end; what is here changes
/// only with a new version of the protocol.
/// </summary>
public sealed class GoldenFrameTests
{
    public static TheoryData<string> Names => [.. GoldenFrames.All.Keys];

    [Theory]
    [InlineData(
        "Challenge",
        "9601010294A161CD012C08CF0000000200000000C420000102030405060708090A0B0C0D0E0F10111213141516171819"
        + "1A1B1C1D1E1FCF000001B8DAC5B400")]
    [InlineData(
        "Hello",
        "9702010194A161CD012C08CF00000002000000009194A161CD012C08CF0000000200000000C40301020391C40F687474"
        + "70733A2F2F613A373435312F")]
    [InlineData(
        "Welcome",
        "9503CD0BB89194A161CD012C08CF0000000200000000C40204059192C420000102030405060708090A0B0C0D0E0F1011"
        + "12131415161718191A1B1C1D1E1F91C40F68747470733A2F2F613A373435312F")]
    [InlineData("Refusal", "940403A3776879CD012D")]
    [InlineData("Ping", "9205CF0000010000000000")]
    [InlineData("Pong", "9206CF0000010000000000")]
    [InlineData(
        "Tell",
        "940793A162AA726F6F742F6368696C64CE0001117093A161A56163746F72FFB0636F6E666F726D616E63652E6E6F7465"
        + "9107")]
    [InlineData("Watch", "930893A162AA726F6F742F6368696C64CE0001117093A161A56163746F72FF")]
    [InlineData("Unwatch", "930993A162AA726F6F742F6368696C64CE0001117093A161A56163746F72FF")]
    [InlineData("Ended", "930A93A161A56163746F72FF93A162AA726F6F742F6368696C64CE00011170")]
    [InlineData(
        "MemberUp",
        "940B94A161CD012C08CF0000000200000000A092C420000102030405060708090A0B0C0D0E0F10111213141516171819"
        + "1A1B1C1D1E1F91C40F68747470733A2F2F613A373435312F")]
    [InlineData("MemberLost", "940C94A161CD012C08CF0000000200000000A377687992C40090")]
    [InlineData("MemberBack", "940F94A161CD012C08CF0000000200000000A377687992C40090")]
    [InlineData("Name", "940DA46E616D6593A161A56163746F72FFC2")]
    [InlineData("Name, reminder", "940DA46E616D6593A161A56163746F72FFC3")]
    [InlineData("Name, free", "940DA46E616D65C0C2")]
    [InlineData("Leave", "920EA3776879")]
    [InlineData(
        "Offer",
        "9914A162A161CD012C0793A162AA726F6F742F6368696C64CE00011170C0CD03E8B0636F6E666F726D616E63652E6E6F"
        + "74659107")]
    [InlineData("Accept", "9615A162A161CD012C07CD01F4")]
    [InlineData("Chunk", "9716A162A161CD012C07CD01F4CEE3069283")]
    [InlineData("Acknowledge", "9617A162A161CD012C07CD01F4")]
    [InlineData("Outcome", "9718A162A161CD012C07C0A0")]
    [InlineData("Outcome, refused", "9718A162A161CD012C0701A3776879")]
    public void Write_Frame_GivesTheBytesOfTheFormat(string name, string bytes)
    {
        var written = Convert.ToHexString(GoldenFrames.All[name]);

        Assert.True(bytes == written, written);
    }

    [Fact]
    public void Kinds_AllOfThem_AreHere()
    {
        var kinds = GoldenFrames.All.Values.Select(frame => (FrameKind)frame[1]).Distinct().Order();

        Assert.Equal(Enum.GetValues<FrameKind>().Except([FrameKind.None]).Order(), kinds);
    }

    /// <summary>Frames as they were before they were extended, and what is read in place of what they lack.</summary>
    [Theory]
    [InlineData("9602010194A161CD012C08CF00000002000000009194A161CD012C08CF0000000200000000C403010203", "Hello")]
    [InlineData("9403CD0BB89194A161CD012C08CF0000000200000000C4020405", "Welcome")]
    [InlineData("930B94A161CD012C08CF0000000200000000A0", "MemberUp")]
    public void Read_FrameOfAnEarlierBuild_LacksWhatIsAppended(string bytes, string name)
    {
        var earlier = new MessageReader(Convert.FromHexString(bytes), NoReferences.Instance, WireLimits.Default);
        var present = new MessageReader(GoldenFrames.All[name], NoReferences.Instance, WireLimits.Default);

        var whole = Read(ref present);
        var appended = name == "Hello" ? GoldenFrames.Contact.Addresses[0] : Text(GoldenFrames.Contact);
        Assert.Contains(appended, whole, StringComparison.Ordinal);
        Assert.Equal(whole.Replace(appended, "", StringComparison.Ordinal), Read(ref earlier));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_FrameOfALaterBuild_PassesOverWhatItAppends(string name)
    {
        var frame = GoldenFrames.All[name];
        var reader = new MessageReader(WithSurplusField(frame), NoReferences.Instance, WireLimits.Default);
        var original = new MessageReader(frame, NoReferences.Instance, WireLimits.Default);

        Assert.Equal(Read(ref original), Read(ref reader));
    }

    // One field more in the outer record; what follows that record, as a message, stays behind it.
    private static byte[] WithSurplusField(byte[] frame)
    {
        var fields = frame[0] & 0x0F;
        var reader = new MessageReader(frame, NoReferences.Instance, WireLimits.Default);
        reader.EndRecord(reader.BeginRecord(1));
        var end = (int)reader.Consumed;
        return [(byte)(0x90 | (fields + 1)), .. frame[1..end], 0xC0, .. frame[end..]];
    }

    private static string Text(PeerContact contact) =>
        $"{Convert.ToHexString(contact.Key)} {string.Join(' ', contact.Addresses)}";

    private static string Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(1);
        var kind = reader.ReadEnum<FrameKind>();
        object read = kind switch
        {
            FrameKind.Challenge => Challenge.Read(ref reader) is var challenge
                ? $"{challenge with { Nonce = [] }} {Convert.ToHexString(challenge.Nonce)}" : "",
            FrameKind.Hello => Hello.Read(ref reader, record) is var hello
                ? $"{hello.Version} {hello.Purpose} {hello.Candidate} {hello.Known[0]} "
                    + $"{Convert.ToHexString(hello.Credential)} {string.Join(' ', hello.Addresses)}"
                : "",
            FrameKind.Welcome => Welcome.Read(ref reader, record) is var welcome
                ? $"{welcome.Lease} {welcome.Members[0]} {Convert.ToHexString(welcome.Issued)} "
                    + string.Join(' ', welcome.Contacts.Select(Text))
                : "",
            FrameKind.Refusal => Refusal.Read(ref reader),
            FrameKind.Ping or FrameKind.Pong => reader.ReadInt64(),
            FrameKind.Tell or FrameKind.Watch or FrameKind.Unwatch or FrameKind.Ended =>
                (reader.ReadActorAddress(), reader.ReadActorAddressOrNull()),
            FrameKind.MemberUp or FrameKind.MemberLost or FrameKind.MemberBack =>
                MemberFrame.Read(kind, ref reader, record) is var news
                    ? $"{news.Member} {news.Reason} {(news.Contact is { } contact ? Text(contact) : "")}" : "",
            FrameKind.Name => (reader.ReadString(), reader.ReadActorAddressOrNull(), reader.ReadBoolean()),
            FrameKind.Leave => reader.ReadString(),
            FrameKind.Offer or FrameKind.Accept or FrameKind.Chunk or FrameKind.Acknowledge or FrameKind.Outcome =>
                TransferFrames.ReadRoute(ref reader),
            FrameKind.None or _ => throw new InvalidOperationException($"{kind} is not read here."),
        };
        reader.EndRecord(record);
        var rest = reader.End ? -1 : reader.ReadCount();
        return $"{kind} {read} {rest}";
    }
}
