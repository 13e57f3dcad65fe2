namespace Dirac.Workload.Tests.Model;

/// <summary>One job as the model knows it.</summary>
internal sealed class ModelJob(long id, ModelUser owner, JobKind kind)
{
    public long Id => id;

    public JobKind Kind => kind;

    public string Vo { get; } = owner.Vo;

    public string Owner { get; } = owner.Name;

    public string OwnerGroup { get; } = owner.Group;

    public string Status { get; set; } = "Received";

    public string Minor { get; set; } = "Job accepted";

    public string Application { get; set; } = "Unknown";

    public string Site { get; set; } = kind.FirstSite;

    public string JobGroup { get; set; } = kind.JobGroup;

    public int Reschedules { get; set; }

    public bool HasStart { get; set; }

    public bool HasEnd { get; set; }

    public bool IsQueued { get; set; }

    /// <summary>The optimizer that is to look at it; null when none is.</summary>
    public string? Awaits { get; set; }

    /// <summary>Whether the delay after its latest rescheduling is over.</summary>
    public bool DelayIsOver { get; set; } = true;

    public SortedDictionary<string, string> Parameters { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> Attic { get; } = new(StringComparer.Ordinal);

    /// <summary>Open Kill commands.</summary>
    public int Kills { get; set; }

    public List<ModelAttempt> Attempts { get; } = [];

    /// <summary>History as read, in the order in which it was written.</summary>
    public List<ModelLine> Known { get; } = [];

    /// <summary>History that must have come since.</summary>
    public List<ModelLine> Expected { get; } = [];

    public bool HasLivePayload => Attempts.Any(attempt => !attempt.Ended);

    public ModelAttempt? Current => Attempts.SingleOrDefault(attempt => attempt.Outcome == "Running");

    public double LastOrder => Known.Select(line => line.Order).DefaultIfEmpty(0).Max();

    /// <summary>Becomes something and says so in the history.</summary>
    public void Become(string status, string minor, string application, string source)
    {
        (Status, Minor, Application) = (status, minor, application);
        HasStart |= status == "Running";
        HasEnd |= StateTable.EndsExecution(status);
        Expected.Add(new ModelLine(status, minor, application, source));
    }

    public override string ToString() => $"job {Id} of {Owner} ({Status}/{Minor}/{Application}, queued {IsQueued}, awaits {Awaits}, attempts {string.Join(' ', Attempts)})";
}

/// <summary>One attempt.</summary>
internal sealed class ModelAttempt(int number, string stamp)
{
    public int Number => number;

    public string Stamp => stamp;

    public string Outcome { get; set; } = "Running";

    public bool Ended { get; set; }

    public long Sequence { get; set; }

    public override string ToString() => $"{Number}:{Outcome}{(Ended ? " ended" : "")}";
}
