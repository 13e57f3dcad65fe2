using System.ComponentModel.DataAnnotations;

namespace Dirac.Workload.Sets;

/// <summary>What an installation decides about sets of jobs, their web hooks and mails.</summary>
public sealed class JobSetOptions
{
    /// <summary>Jobs in one set. Default 1,000,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxJobsPerSet { get; set; } = 1_000_000;

    /// <summary>Sets of one owner at a time, ended ones included. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxSetsPerOwner { get; set; } = 1_000;

    /// <summary>How long a set is kept after it has ended, days; an open one in which nothing changes for so long is cancelled. Default 30.</summary>
    [Range(1, 3_650)]
    public int KeepDays { get; set; } = 30;

    /// <summary>How often sets are compared with their jobs, which others may change without counting, and old ones removed, seconds. Default 600.</summary>
    [Range(1, 604_800)]
    public int CheckIntervalSeconds { get; set; } = 600;

    /// <summary>Failed jobs that one message names at most. Default 10.</summary>
    [Range(0, 1_000)]
    public int MaxFailuresTold { get; set; } = 10;

    /// <summary>Whether web hooks may reach this machine, by <c>https://</c> and by <c>http://</c>. Default no: by neither.</summary>
    public bool AllowHttpToLoopback { get; set; }

    /// <summary>Private networks that web hooks may reach, such as <c>10.1.0.0/16</c>. Default none: only public addresses are reached.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];

    /// <summary>How long a web hook or mail server may take to answer, seconds. Default 10.</summary>
    [Range(1, 300)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>The SMTP server that takes mails; empty (default): no mail is sent.</summary>
    public string MailHost { get; set; } = "";

    /// <summary>Its port. Default 587.</summary>
    [Range(1, 65_535)]
    public int MailPort { get; set; } = 587;

    /// <summary>How the connection is protected: <c>StartTls</c> (default), <c>Tls</c> from the first byte, or <c>None</c>, which suits a server on this machine.</summary>
    public MailProtection MailProtection { get; set; } = MailProtection.StartTls;

    /// <summary>The sender's address.</summary>
    public string MailFrom { get; set; } = "";

    /// <summary>The user to log in as; empty: no login.</summary>
    public string MailUser { get; set; } = "";

    /// <summary>A file with the password, which only the server's user may read (0600).</summary>
    public string MailPasswordFile { get; set; } = "";

    /// <summary>Addresses, and whole domains such as <c>@example.org</c>, that mails may go to besides the owner's registered address. Default none.</summary>
    public IReadOnlyList<string> MailRecipients { get; set; } = [];
}

/// <summary>How the connection to a mail server is protected.</summary>
public enum MailProtection
{
    /// <summary>TLS after the greeting; without it nothing is sent.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>Not at all.</summary>
    None,
}
