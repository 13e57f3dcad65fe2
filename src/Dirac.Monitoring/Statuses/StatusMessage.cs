namespace Dirac.Monitoring.Statuses;

/// <summary>What other programs are told when a status changes. The names are those of DIRAC's table.</summary>
internal sealed record StatusMessage(
    string Element, string Name, string ElementType, string StatusType, string VO, string Status, string Reason, DateTime DateEffective, string TokenOwner);
