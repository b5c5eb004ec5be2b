using System.Collections.Concurrent;
using Decentral.Actors.Nodes.Security;
using Decentral.Cli.Hosting;

namespace Decentral.Cli.Keys;

/// <summary>
/// Keeps a running hub and the register in its folder of keys alike: what was revoked there holds here within seconds, and
/// who was given a certificate here is written down there.
/// </summary>
internal sealed class KeyWatch : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>Certificates that only take the place of others are written down together: there may be many.</summary>
    private static readonly TimeSpan BetweenNotes = TimeSpan.FromMinutes(1);

    private readonly KeyRegisterFile _file;
    private readonly TokenRegister _tokens;
    private readonly RevocationRegister _revoked;
    private readonly TimeProvider _time;
    private readonly Action<string> _warn;
    private readonly ConcurrentDictionary<Guid, IssuedCertificate> _issued = new();
    private readonly Lock _looking = new();
    private readonly ITimer _timer;
    private volatile KeyRegister? _known;
    private DateTime _takenAt;
    private long _notedAt;
    private string? _warned;

    /// <summary>Begins to watch.</summary>
    /// <param name="file">The register.</param>
    /// <param name="tokens">The hub's.</param>
    /// <param name="revoked">The hub's.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">Hears why the register cannot be read or written, each reason once.</param>
    public KeyWatch(
        KeyRegisterFile file, TokenRegister tokens, RevocationRegister revoked, TimeProvider time, Action<string> warn)
    {
        (_file, _tokens, _revoked, _time, _warn) = (file, tokens, revoked, time, warn);
        _notedAt = time.GetTimestamp();
        _timer = time.CreateTimer(static watch => ((KeyWatch)watch!).Look(), this, BetweenLooks, BetweenLooks);
    }

    /// <summary>A node was given a certificate. From any thread.</summary>
    public void Note(IssuedCertificate issued)
    {
        if (_issued.Count < KeyRegister.MaxNodes)
        {
            // The first of a serial number says by which token, and later ones when.
            _issued.AddOrUpdate(issued.Serial, issued, (_, earlier) => issued with { Token = earlier.Token ?? issued.Token });
        }

        if (IsNews(issued))
        {
            _timer.Change(TimeSpan.Zero, BetweenLooks);
        }
    }

    /// <summary>Writes down what is still to be written, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        lock (_looking)
        {
            Try(WriteNotes);
        }
    }

    /// <summary>Takes over at once what was changed; costs next to nothing where nothing was. From any thread.</summary>
    public void LookIfChanged()
    {
        if (_file.WhenWritten() != _takenAt)
        {
            Look();
        }
    }

    /// <summary>Takes over what was changed, and writes down what is to be known.</summary>
    internal void Look()
    {
        lock (_looking)
        {
            // Where nothing can be written, what was revoked is to be known all the same.
            if (Try(TakeOver) && Try(WriteWhatIsDue))
            {
                _warned = null;
            }
        }
    }

    private void TakeOver()
    {
        _takenAt = _file.WhenWritten();
        Take(_file.Read());
    }

    private void WriteWhatIsDue()
    {
        if (_issued.Values.Any(IsNews) || _time.GetElapsedTime(_notedAt) >= BetweenNotes)
        {
            WriteNotes();
        }
    }

    private bool IsNews(IssuedCertificate issued) => _known?.Nodes.Any(node => node.Serial == issued.Serial) != true;

    private void WriteNotes()
    {
        var noted = _issued.ToArray();
        if (noted.Length == 0)
        {
            return;
        }

        Take(_file.Update(register => register.Note(noted.Select(pair => pair.Value).OrderBy(issued => issued.At))));
        _notedAt = _time.GetTimestamp();
        foreach (var pair in noted)
        {
            // Unless there is a later one by now.
            _issued.TryRemove(pair);
        }
    }

    private void Take(KeyRegister register)
    {
        _known = register;
        _tokens.Replace(register.Grants());
        _revoked.Replace(register.RevokedSerials(), register.RevokedNames());
    }

    /// <remarks>What was known before holds until the register can be read again.</remarks>
    private bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (Exception error) when (error is MistakeException or IOException or UnauthorizedAccessException)
        {
            if (_warned != error.Message)
            {
                _warned = error.Message;
                _warn(error.Message);
            }

            return false;
        }
    }
}
