namespace Decentral.Training.Workers;

/// <summary>
/// A worker holds a version that was undone while it was out of sight. Its successor begins with version 0 and catches up: the
/// newest snapshot may be of what was undone, too.
/// </summary>
public sealed class VersionUndoneException(string message) : Exception(message);
