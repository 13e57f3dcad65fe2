using Dirac.Model.Api;

namespace Dirac.Framework.Accounts;

/// <summary>Somebody whom a VO's provider vouches for and the configuration does not know.</summary>
internal sealed record AccountRequestRow
{
    public long Id { get; init; }

    public string Vo { get; init; } = "";

    /// <summary>The provider's name for the person.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The user name that fits; once approved, the one that was given.</summary>
    public string UserName { get; init; } = "";

    public string FullName { get; init; } = "";

    public string Email { get; init; } = "";

    /// <summary>One of <see cref="RequestStatus"/>.</summary>
    public string Status { get; init; } = RequestStatus.Waiting;

    public long FirstMs { get; init; }

    public long LastMs { get; init; }

    public int Visits { get; init; }

    public string DecidedBy { get; init; } = "";

    public long DecidedMs { get; init; }

    /// <summary>As clients see it.</summary>
    public AccountRequestInfo ToMessage() => new()
    {
        Id = Id,
        Vo = Vo,
        Subject = Subject,
        UserName = UserName,
        Name = FullName.Length > 0 ? FullName : null,
        Email = Email.Length > 0 ? Email : null,
        Status = Status,
        FirstSeen = DateTimeOffset.FromUnixTimeMilliseconds(FirstMs),
        LastSeen = DateTimeOffset.FromUnixTimeMilliseconds(LastMs),
        Logins = Visits,
        DecidedBy = DecidedBy.Length > 0 ? DecidedBy : null,
    };
}
