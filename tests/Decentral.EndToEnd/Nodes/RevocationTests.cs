namespace Decentral.EndToEnd.Nodes;

/// <summary>The whole way of a node's right to take part: an authority, keys, a token, mutual TLS, and its end.</summary>
public sealed class RevocationTests(LinkedJob job) : IClassFixture<LinkedJob>
{
    private const int MostLooks = 50;
    private const int Complete = 0;
    private const int Mistake = 2;

    [Fact]
    public void Keys_NodeIsRevokedWhileTheRunGoesOn_IsPutOutWithTheReasonAndTheRunFinishes()
    {
        Keys("authority", "--out", "ca");
        Keys("hub", "--authority", "ca", "--host", "127.0.0.1", "--out", "hub-keys");
        Keys("node", "--authority", "ca", "--name", "mallory", "--out", "mallory");
        using var hub = job.Listen(
            "revoking", workersHere: 1, "--keys", "hub-keys", "--require-client-certificate", Path.Combine("ca", "authority.pem"));
        var url = LinkedJob.JoinOptions(hub)[1];
        var token = Keys("token", "--keys", "hub-keys", "--expires", "1h").Output.Trim();
        string[] shown =
        [
            "--client-certificate", Path.Combine("mallory", "client-certificate.pem"),
            "--client-key", Path.Combine("mallory", "client-key.pem"),
        ];
        using var node = NodeProcess.Start(job.Path, "mallory", ["--join", url, "--token", token, .. shown]);
        node.Reach("takes part as worker-1");
        hub.Reach("worker-1 joined");
        for (var looks = 0; !Keys("list", "--keys", "hub-keys").Output.Contains("node:mallory", StringComparison.Ordinal); looks++)
        {
            // The hub writes it down as soon as it can, and each look takes as long as the program's start.
            Assert.InRange(looks, 0, MostLooks);
        }

        Keys("revoke", "node:mallory", "--keys", "hub-keys");

        node.WaitForEnd(Mistake);
        Assert.Contains("its certificate has been revoked", node.Said, StringComparison.Ordinal);
        hub.Reach("worker-1 left").WaitForEnd(Complete);
    }

    private ProgramRun Keys(params string[] arguments) => ProgramRun.Of(job.Path, ["keys", .. arguments]).EndedWith(Complete);
}
