; What the installer does beside copying: other workstations may reach this one, and it starts with Windows.
; Public networks stay shut. Rules are taken away first, so that an update leaves one of each.

!macro removeFirewallRules
  nsExec::Exec 'netsh advfirewall firewall delete rule name="PrintRaft (workstations)"'
  Pop $0
  nsExec::Exec 'netsh advfirewall firewall delete rule name="PrintRaft (discovery)"'
  Pop $0
!macroend

!macro customInstall
  !insertmacro removeFirewallRules
  nsExec::Exec 'netsh advfirewall firewall add rule name="PrintRaft (workstations)" dir=in action=allow program="$INSTDIR\PrintRaft.exe" protocol=TCP localport=7100 profile=private,domain'
  Pop $0
  ${If} $0 != 0
    DetailPrint "The firewall refused a rule ($0): other workstations may not reach this one."
  ${EndIf}
  nsExec::Exec 'netsh advfirewall firewall add rule name="PrintRaft (discovery)" dir=in action=allow program="$INSTDIR\PrintRaft.exe" protocol=UDP localport=5353 profile=private,domain'
  Pop $0
  ${If} $0 != 0
    DetailPrint "The firewall refused a rule ($0): this workstation may not find others by itself."
  ${EndIf}
  WriteRegStr HKLM "Software\Microsoft\Windows\CurrentVersion\Run" "PrintRaft" '"$INSTDIR\PrintRaft.exe" --hidden'
!macroend

!macro customUnInstall
  !insertmacro removeFirewallRules
  DeleteRegValue HKLM "Software\Microsoft\Windows\CurrentVersion\Run" "PrintRaft"
!macroend
