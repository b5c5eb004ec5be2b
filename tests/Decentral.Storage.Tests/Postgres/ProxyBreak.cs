namespace Decentral.Storage.Tests.Postgres;

/// <summary>Where a connection breaks.</summary>
internal enum ProxyBreak
{
    /// <summary>The request never reaches the server.</summary>
    BeforeTheRequest,

    /// <summary>The server has done what was asked, and its answer never arrives.</summary>
    BeforeTheAnswer,

    /// <summary>
    /// The client loses the connection at once; the request reaches the server when the test lets it.
    /// </summary>
    WithTheRequestUnderWay,
}
