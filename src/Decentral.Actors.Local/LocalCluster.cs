using Decentral.Actors.Hosting;
using Decentral.Actors.Membership;

namespace Decentral.Actors.Local;

/// <summary>The run as a lone process sees it: one member, which is up and stays up.</summary>
internal sealed class LocalCluster(Member self, ActorCell subscriber) : ICluster
{
    private bool _subscribed;

    public Member Self => self;

    public IReadOnlyList<Member> Members { get; } = [self];

    public void Subscribe()
    {
        if (!_subscribed)
        {
            _subscribed = true;
            subscriber.Post(NoticeSignal.Of(new MemberUp(self)));
        }
    }
}
